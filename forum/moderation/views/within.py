"""Deciding in a case on the screen of something else, whose address carries it: `?case=12`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from forum.accounts.models import User
from forum.debates.models import Post, Thread
from forum.lib.numbers import Ranges, whole_number
from forum.lib.refusals import NotFound
from forum.moderation import queries
from forum.moderation.forms.grounds import GroundsForm
from forum.moderation.held import held_by_program
from forum.moderation.models import Case
from forum.moderation.queries import Filters
from forum.moderation.statements import Statement, called_in
from forum.moderation.views.blueprint import Answer, NotYours
from forum.permissions import may, viewer


@dataclass(frozen=True)
class Within:
    """The case that the address carries, if it does."""

    case: Case | None = None

    @property
    def args(self) -> dict[str, Any]:
        """What addresses say of it, and of the queue that it was opened from."""
        return {"case": self.case.id, **Filters.parse(request.args).args} if self.case else {}

    @property
    def back(self) -> dict[str, Any]:
        """The arguments of the address of its screen."""
        return {"case_id": self.case.id, **Filters.parse(request.args).args} if self.case else {}

    def decides(self, form: GroundsForm) -> dict[str, Any]:
        """What an action takes of it: the case, and whether it is settled."""
        return {"case": self.case, "settles": not form.keep_open.data} if self.case else {}

    def after(self, place: str) -> Response:
        """303 to the queue, where what was decided can be taken back; without a case, to `place`."""
        queue = url_for("moderation.queue", **Filters.parse(request.args).args) if self.case else place
        return redirect(queue, 303)


def within(thing: Post | Thread | User) -> Within:
    """The case about a post, a thread or a person that the address carries. NotFound, NotYours."""
    if "case" not in request.args:
        return Within()
    found = queries.find_case(whole_number(request.args["case"]) or 0, viewer())
    if not concerns(found, thing):
        raise NotFound
    if not may(viewer(), "case.decide", found):
        raise NotYours
    return Within(found)


def concerns(case: Case, thing: Post | Thread | User) -> bool:
    """Whether a case is about the post, one of the thread's, or the person."""
    if isinstance(thing, User):
        return case.about_id == thing.id
    if case.post is None:
        return False
    return case.post_id == thing.id if isinstance(thing, Post) else case.post.thread_id == thing.id


def looked_at(
    form: GroundsForm, page: Callable[..., str], drafts: Callable[[], Sequence[Statement]]
) -> Answer | None:
    """The page again where the button asked for a saved reply or a preview, or something is wrong.

    None: it is to be done.
    """
    action = request.form.get("action")
    if action == "insert":
        form.insert(queries.saved_replies())
        return page()
    if not form.validate():
        return page(), 422
    return page(statements=drafts()) if action == "preview" else None


def origin_here(thing: Post | Thread | User, act: str = "", numbers: Ranges | None = None) -> str:
    """What calls for a decision on a thing: the case that the address carries, or the open one about it."""
    case = within(thing).case
    if case is not None:
        return called_in(case)
    found = queries.open_origin(thing, act, numbers)
    held = not isinstance(thing, User) and held_by_program(thing)
    return "automatic" if held and found == "own" else found
