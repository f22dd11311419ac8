"""What a form has published, as those are told who are asked first."""

from flask import flash
from flask_babel import gettext as _
from flask_login import current_user

from forum.debates.actions import Asked, Submitted
from forum.debates.forms import EditForm, TextForm
from forum.debates.models import Post
from forum.lib.markdown import Rendered
from forum.permissions import may, viewer


def submitted(form: TextForm, text: Rendered, group_id: int | None) -> Submitted:
    """A new text in a group."""
    return Submitted(
        viewer(),
        text,
        title=form["title"].data if "title" in form else "",
        group_id=group_id,
        verified=current_user.verified_at is not None,
        moderates="moderator" in viewer().roles or group_id in viewer().moderated,
        insisted=form.insist.data or "",
    )


def submitted_change(post: Post, form: EditForm, text: Rendered) -> Submitted:
    """Another text for a post."""
    return Submitted(
        viewer(),
        text,
        title=form["title"].data if "title" in form else "",
        group_id=post.thread.group_id,
        verified=current_user.verified_at is not None,
        moderates=may(viewer(), "post.moderate", post),
        before=Rendered(post.body, post.body_html, post.body_text, post.body_format),
        insisted=form.insist.data or "",
    )


def tell_if_hidden(state: str) -> None:
    """Tell the writer that a change took the post out of sight; of one that is new its own page does."""
    if state == "hidden":
        flash(
            _("Tu cambio espera aprobación: el mensaje volverá cuando lo vea el equipo de moderación."),
            "warn",
        )


def stored(asked: Asked, post: Post) -> None:
    """The post has the text; whoever wrote it is told if some words of it became others."""
    asked.stored(post)
    if asked.in_other_words:
        flash(_("Alguna palabra que aquí no se publica se ha cambiado por otra: mira cómo ha quedado."))
