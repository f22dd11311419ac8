"""Asking the rooms above before a text is published, whatever door it comes in by.

The door says what is `Submitted` and calls `submit`. Who receives `post_submitted` answers with a Verdict
before the transaction, as reading a text may take long; what depends on the database it asks inside, in
`weigh`. The strictest verdict holds. Importers and the seed ask nobody: that was published elsewhere.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from flask_babel import lazy_gettext as _l

from forum.debates.actions.sight import hide_post
from forum.debates.models import Post
from forum.debates.signals import post_submitted
from forum.extensions import db
from forum.lib.markdown import Rendered, render
from forum.lib.refusals import Conflict, Invalid
from forum.lib.transactions import transaction
from forum.permissions import Viewer

T = TypeVar("T")
STRICTNESS = ("publish", "pending", "refused")
TRIES = 5


@dataclass(frozen=True)
class Submitted:
    """A text that somebody wants published. `title` is empty for a reply.

    `before` is the text that it replaces, if it changes a post; `insisted` says what the writer was warned of
    and wants published even so. `moderates`: whether they decide where it will stand.
    """

    writer: Viewer
    text: Rendered
    title: str = ""
    group_id: int | None = None
    verified: bool = False
    moderates: bool = False
    before: Rendered | None = None
    insisted: str = ""


@dataclass(frozen=True)
class Verdict:
    """What somebody says to a text that was submitted.

    `errors` are by form field; `warned` is what the writer is shown, and publishes by sending `insist`.
    `title` and `body` are what the text is replaced by; `why` is for who approves. `key` is the same for
    texts that say the same. `weigh` gives another verdict, in the transaction; `then` is done once the text
    is stored.
    """

    state: str = "publish"
    errors: Mapping[str, str] = field(default_factory=dict)
    warned: Sequence[object] = ()
    insist: str = ""
    title: str | None = None
    body: str | None = None
    why: Sequence[str] = ()
    key: str | None = None
    weigh: "Callable[[], Verdict] | None" = None
    then: Sequence[Callable[[Post], object]] = ()


class Refused(Invalid):
    """The text is not published as it is; the verdict says why."""

    message = _l("El texto no se puede publicar así.")

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(next(iter(verdict.errors.values()), None))
        self.verdict = verdict


class Outdated(Conflict):
    """What a verdict was made with changed meanwhile: ask again."""


class Asked:
    """A text that may be published, as the verdicts say."""

    def __init__(self, submitted: Submitted, verdicts: Sequence[Verdict]) -> None:
        self.verdict = allowed(verdicts)
        self.weights = [verdict.weigh for verdict in verdicts if verdict.weigh]
        self.title = submitted.title if self.verdict.title is None else self.verdict.title
        self.text = submitted.text if self.verdict.body is None else rendered(self.verdict.body)

    def settle(self) -> None:
        """Ask what depends on the database, in the transaction. Raises Refused, Outdated, TooSoon."""
        self.verdict = allowed([self.verdict, *(weigh() for weigh in self.weights)])

    @property
    def state(self) -> str:
        """How it is stored: `visible` or `pending`."""
        return "pending" if self.verdict.state == "pending" else "visible"

    @property
    def key(self) -> str | None:
        """What texts that say the same have in common."""
        return self.verdict.key

    @property
    def in_other_words(self) -> bool:
        """Whether what is stored is not what was typed."""
        return self.verdict.title is not None or self.verdict.body is not None

    def stored(self, post: Post) -> None:
        """The post has the text: say to who approves why it waits, and do what comes after."""
        if self.state == "pending":
            self.wait(post)
        for act in self.verdict.then:
            act(post)

    def wait(self, post: Post) -> None:
        """Say why a new text waits; one that was in sight already is taken out of it."""
        why = " ".join(self.verdict.why)
        if post.state == "pending":
            post.gone_reason = why
        elif post.thread.state == "pending":
            post.thread.gone_reason = why
        else:
            hide_post(post, None, why)
        db.session.flush()


def submit(submitted: Submitted, act: Callable[[Asked], T]) -> T:
    """Ask, and do `act` in a transaction; it calls `settle`, and `stored` when the post has its text.

    Raises Refused, and whatever `act` raises.
    """
    for _attempt in range(TRIES):
        asked = Asked(submitted, verdicts_on(submitted))
        try:
            with transaction():
                return act(asked)
        except Outdated:
            continue
    raise Outdated


def verdicts_on(submitted: Submitted) -> list[Verdict]:
    """What those say who listen."""
    return [verdict for _receiver, verdict in post_submitted.send(submitted) if verdict is not None]


def allowed(verdicts: Iterable[Verdict]) -> Verdict:
    """The strictest of the verdicts, with what all of them say. Raises Refused if that is to refuse."""
    whole = Verdict()
    for verdict in verdicts:
        whole = replace(
            whole,
            state=max(whole.state, verdict.state, key=STRICTNESS.index),
            errors={**whole.errors, **verdict.errors},
            warned=[*whole.warned, *verdict.warned],
            insist=whole.insist or verdict.insist,
            title=verdict.title if whole.title is None else whole.title,
            body=verdict.body if whole.body is None else whole.body,
            why=[*whole.why, *verdict.why],
            key=whole.key or verdict.key,
            then=[*whole.then, *verdict.then],
        )
    if whole.state == "refused":
        raise Refused(whole)
    return whole


def rendered(body: str) -> Rendered:
    """A text that was replaced, rendered. Raises Refused for one that has become too long."""
    try:
        return render(body)
    except Invalid as refused:
        raise Refused(Verdict("refused", {"body": str(refused)})) from None
