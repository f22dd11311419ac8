"""Calling for moderation of a post or a person."""

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from forum.debates.queries import find_post
from forum.extensions import limiter
from forum.lib.limits import FLAGGING, by_person
from forum.lib.transactions import transaction
from forum.moderation import actions, queries
from forum.moderation.actions.refusals import FlaggedAlready
from forum.moderation.forms import FlagForm
from forum.moderation.queries.heeding import unheeded
from forum.moderation.views.blueprint import Answer, bp
from forum.permissions import require, viewer


@bp.route("/posts/<id:post_id>/flags", methods=["GET", "POST"])
@limiter.limit(FLAGGING, key_func=by_person, methods=["POST"])
def flag_post(post_id: int) -> Answer | Response:
    """The form, and the flag: 303 back to the post."""
    post, form = find_post(post_id, viewer()), FlagForm()
    require(viewer(), "post.flag", post)
    if not form.validate_on_submit():
        return asked_again("flag", form=form, post=post)
    sent(lambda: actions.flag_post(post, current_user, form.reason.data, form.note.data))
    return redirect(url_for("debates.permalink", post_id=post_id), 303)


@bp.route("/people/<username>/flags", methods=["GET", "POST"])
@limiter.limit(FLAGGING, key_func=by_person, methods=["POST"])
def flag_person(username: str) -> Answer | Response:
    """The form, and the flag: 303 back to the profile."""
    person, form = queries.find_person(username), FlagForm()
    require(viewer(), "person.flag", person)
    if not form.validate_on_submit():
        return asked_again("flag_person", form=form, person=person)
    sent(lambda: actions.flag_person(person, current_user, form.reason.data, form.note.data))
    return redirect(url_for("profiles.person", username=person.username), 303)


def asked_again(template: str, **shown: object) -> Answer:
    """The form, with what was wrong of it."""
    page = render_template(f"moderation/{template}.html", unheeded=unheeded(current_user), **shown)
    return page, 200 if request.method == "GET" else 422


def sent(flag: Callable[[], object]) -> None:
    """Store a flag, and say what will come of it."""
    try:
        with transaction():
            flag()
    except FlaggedAlready as already:
        flash(str(already))
    else:
        flash(_("Gracias por avisar. Lo verá una persona del equipo de moderación y te diremos qué decide."))
