"""Calling for moderation of a post."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from forum.debates.queries import find_post
from forum.extensions import limiter
from forum.lib.limits import FLAGGING, by_person
from forum.lib.transactions import transaction
from forum.moderation import actions
from forum.moderation.forms import FlagForm
from forum.moderation.views.blueprint import Answer, bp
from forum.permissions import require, viewer


@bp.route("/posts/<id:post_id>/flags", methods=["GET", "POST"])
@limiter.limit(FLAGGING, key_func=by_person, methods=["POST"])
def flag_post(post_id: int) -> Answer | Response:
    """The form, and the flag: 303 back to the post."""
    post = find_post(post_id, viewer())
    require(viewer(), "post.flag", post)
    form = FlagForm()
    if not form.validate_on_submit():
        page = render_template("moderation/flag.html", form=form, post=post)
        return page, 200 if request.method == "GET" else 422
    try:
        with transaction():
            actions.flag_post(post, current_user, form.reason.data, form.note.data)
    except actions.FlaggedAlready as already:
        flash(str(already))
    else:
        flash(_("Gracias por avisar. Lo verá una persona del equipo de moderación y te diremos qué decide."))
    return redirect(url_for("debates.permalink", post_id=post_id), 303)
