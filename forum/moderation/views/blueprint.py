"""The blueprint that this room's views register on."""

from collections.abc import Callable

from flask import Blueprint, flash
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from forum.accounts.models import User
from forum.debates.models import Post, Thread
from forum.lib.refusals import Conflict, NotAllowed
from forum.lib.transactions import transaction
from forum.moderation.actions.refusals import OnAdmin, OnOneself, OwnFlag
from forum.moderation.queries.calls import flagged_oneself
from forum.permissions import may, require, viewer

bp = Blueprint("moderation", __name__)

Answer = str | tuple[str, int]


class NotYours(NotAllowed):
    message = _l(
        "De este caso decide otra persona del equipo: trata de ti, lo denunciaste o es sobre alguien de "
        "administración."
    )


def require_decides(thread: Thread) -> None:
    """Refuse whoever does not decide on a thread that they see: OnAdmin where it is an administrator's."""
    if may(viewer(), "thread.moderate", thread) and not may(viewer(), "thread.decide", thread):
        raise OnAdmin
    require(viewer(), "thread.decide", thread)


def require_decides_on(post: Post) -> None:
    """Refuse whoever does not decide on a post that they see: OnOneself, OnAdmin."""
    require(viewer(), "post.moderate", post)
    if not may(viewer(), "post.decide", post):
        raise OnOneself if post.author_id == viewer().id else OnAdmin


def not_flagged(thing: Post | Thread | User) -> None:
    """Refuse whoever flagged in an open case that concerns a thing."""
    if flagged_oneself(thing, viewer().id):
        raise OwnFlag


def attempt(act: Callable[[], object], done: str = "") -> Conflict | None:
    """Do `act` in a transaction. Gives the refusal if things changed meanwhile: then the form comes back."""
    try:
        with transaction():
            act()
    except Conflict as refusal:
        return refusal
    flash(done or _("Decisión guardada."))
    return None
