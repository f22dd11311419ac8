"""The reasons that the team gives often: kept, changed, forgotten."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from forum.lib.transactions import transaction
from forum.moderation import actions, queries
from forum.moderation.actions.replies import NameTaken
from forum.moderation.forms import PlainForm, ReplyForm
from forum.moderation.models import SavedReply
from forum.moderation.views.blueprint import Answer, bp
from forum.permissions import may, require, viewer


@bp.route("/moderation/replies", methods=["GET", "POST"])
def replies() -> Answer | Response:
    """The list, and a new one: 303 back to it, or 422."""
    require(viewer(), "moderation.enter")
    return keep(ReplyForm())


@bp.route("/moderation/replies/<id:reply_id>", methods=["GET", "POST"])
def reply(reply_id: int) -> Answer | Response:
    """One of them, to change it: 303 to the list, or 422."""
    require(viewer(), "saved_reply.keep")
    found = queries.find_reply(reply_id)
    return keep(ReplyForm(obj=found), found)


def keep(form: ReplyForm, found: SavedReply | None = None) -> Answer | Response:
    """Show the form, or do what it says."""
    if request.method == "GET":
        return page(form, found)
    require(viewer(), "saved_reply.keep")
    if form.validate() and saved(form, found):
        flash(_("Guardado."))
        return redirect(url_for(".replies"), 303)
    return page(form, found), 422


def saved(form: ReplyForm, found: SavedReply | None) -> bool:
    """Whether it could be saved; else the form says why not."""
    try:
        with transaction():
            actions.save_reply(form.name.data, form.text.data, current_user, found)
    except NameTaken as refusal:
        form.name.errors = [str(refusal)]
        return False
    return True


@bp.post("/moderation/replies/<id:reply_id>/delete")
def forget_reply(reply_id: int) -> Response:
    """Forget one: 303 to the list."""
    require(viewer(), "saved_reply.keep")
    found = queries.find_reply(reply_id)
    if PlainForm().validate_on_submit():
        with transaction():
            actions.forget_reply(found, current_user)
        flash(_("Borrado."))
    return redirect(url_for(".replies"), 303)


def page(form: ReplyForm, found: SavedReply | None) -> str:
    """The list with the form of a new one, or the form of one of them."""
    return render_template(
        "moderation/replies.html",
        form=form,
        found=found,
        replies=() if found else queries.saved_replies(),
        keeps=may(viewer(), "saved_reply.keep"),
        plain=PlainForm(formdata=None),
    )
