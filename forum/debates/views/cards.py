"""What a page of a thread shows around its posts, worked out once for all of them."""

from collections.abc import Sequence
from typing import NamedTuple

from flask_babel import gettext as _
from flask_babel import pgettext

from forum.debates.models import Post, Thread
from forum.debates.queries import page_of
from forum.debates.views.addresses import thread_url
from forum.lib.urls import paths_for
from forum.permissions import Viewer, may


class Act(NamedTuple):
    """Something to do with a post: its icon, its address, its label."""

    symbol: str
    url: str
    label: str


class Cards:
    """The links of the posts on page `page` of a thread, and what `reader` may do with each."""

    def __init__(self, thread: Thread, page: int, reader: Viewer, *, may_reply: bool) -> None:
        self.thread, self.reader, self.may_reply = thread, reader, may_reply
        self.moderates = may(reader, "thread.moderate", thread)
        self.decides = may(reader, "thread.decide", thread)
        self.permalink = paths_for("debates.permalink", "post_id")
        self.history = paths_for("debates.post_history", "post_id")
        self.moderation = paths_for("moderation.moderate_post", "post_id")
        self.marks = paths_for("moderation.mark_post", "post_id")
        self.edit = paths_for("debates.edit_post", "post_id")
        self.withdraw = paths_for("debates.withdraw_post", "post_id")
        self.flag = paths_for("moderation.flag_post", "post_id")
        here = {"section": thread.section, "thread": thread, "page": page if page > 1 else None}
        self.reply, self.quote = (
            paths_for("debates.show_thread", "reply_to", **here, quote=quote, _anchor="responder")
            for quote in (None, 1)
        )
        self.labels = {
            "reply": _("Responder"),
            "quote": _("Citar"),
            "edit": _("Editar"),
            "withdraw": pgettext("a post of one's own", "Retirar"),
            "flag": _("Denunciar"),
            "moderate": _("Moderar"),
            "mark": _("Destacar"),
        }

    def acts(self, post: Post) -> Sequence[Act]:
        """What the reader may do with the post; a guest is offered to flag it, and asked to sign in there."""
        acts, label = [], self.labels
        if self.may_reply:
            acts.append(Act("reply", self.reply(post.number), label["reply"]))
            acts.append(Act("quote", self.quote(post.number), label["quote"]))
        if may(self.reader, "post.edit", post):
            acts.append(Act("edit", self.edit(post.id), label["edit"]))
        if may(self.reader, "post.withdraw", post):
            acts.append(Act("x", self.withdraw(post.id), label["withdraw"]))
        elif self.reader.id is None or may(self.reader, "post.flag", post):
            acts.append(Act("flag", self.flag(post.id), label["flag"]))
        if self.moderates and may(self.reader, "post.decide", post):
            acts.append(Act("gone", self.moderation(post.id), label["moderate"]))
        if self.moderates and may(self.reader, "post.mark", post):
            acts.append(Act("pin", self.marks(post.id), label["mark"]))
        return acts

    def place_of(self, number: int) -> str:
        """The address of the post of this number, in the same thread."""
        return thread_url(self.thread, page_of(number), f"post-{number}")
