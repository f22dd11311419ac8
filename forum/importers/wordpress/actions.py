"""Carrying out a plan, through the same actions as the web, inside one transaction that the caller owns."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import and_, case, func, select

from forum.accounts.actions import create_user, free_username
from forum.accounts.identity import clean_email
from forum.accounts.models import User
from forum.accounts.queries import with_email
from forum.audit.actions import record
from forum.debates import actions
from forum.debates.actions import writing
from forum.debates.models import Draft, Post, PostRevision, Tag, Thread
from forum.extensions import db
from forum.importers.report import Report
from forum.importers.wordpress import notes
from forum.importers.wordpress.rows import Entry, Person, Plan, Reply
from forum.lib.html.to_markdown import to_markdown
from forum.lib.markdown import Rendered
from forum.lib.refusals import Invalid

AGAIN = "Importado de nuevo de WordPress"  # the reason of the revisions that a later import writes

Progress = Callable[[Sequence[Entry]], Iterable[Entry]]


@dataclass(frozen=True)
class Here:
    """A post of an earlier import, as it is now; `edited` if anyone but an import changed its text."""

    id: int
    thread_id: int
    number: int | None
    state: str
    title: str
    body: str
    edited: bool


def carry_out(plan: Plan, progress: Progress = iter) -> Report:
    """Make what the plan brings and is not here yet. The caller owns the transaction."""
    run = Run(plan)
    tags_before = count_tags()
    for person in plan.people.values():
        run.settle(person)
    for entry in progress(plan.entries):
        run.bring(entry)
    run.report.tags = count_tags() - tags_before
    if any(run.report.made.values()):
        record("import.wordpress", "site", None, None, **run.report.made)
    return run.report


def count_tags() -> int:
    """How many tags there are."""
    return db.session.scalar(select(func.count(Tag.id))) or 0


def posts_from(key: str) -> dict[str, Here]:
    """The posts that came from a site, by where they came from."""
    last_reason = (
        select(PostRevision.reason)
        .where(PostRevision.post_id == Post.id)
        .order_by(PostRevision.revision.desc())
        .limit(1)
        .scalar_subquery()
    )
    edited = and_(Post.edited.is_not(None), last_reason != AGAIN)
    state = case((Thread.state == "visible", Post.state), else_=Thread.state)
    rows = db.session.execute(
        select(Post.origin, Post.id, Post.thread_id, Post.number, state, Thread.title, Post.body, edited)
        .join(Thread, Thread.id == Post.thread_id)
        .where(Post.origin.startswith(f"{key}:", autoescape=True))
    )
    return {str(origin): Here(*rest) for origin, *rest in rows}


def origins(model: type[User] | type[Draft], key: str) -> dict[str, int]:
    """The ids of what came from a site, by where it came from."""
    rows = db.session.execute(
        select(model.origin, model.id).where(model.origin.startswith(f"{key}:", autoescape=True))
    )
    return {str(origin): row_id for origin, row_id in rows}


class Run:
    """One run of an import: what is here already, and what it makes."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.report = Report(skipped=list(plan.skipped))
        self.posts = posts_from(plan.key)
        self.drafts = origins(Draft, plan.key)
        self.known = origins(User, plan.key)
        self.people: dict[str, User] = {}
        self.since = {entry.author: entry.created for entry in reversed(plan.entries)}

    def settle(self, person: Person) -> None:
        """Find the person's account, or make one: theirs by an earlier import, or by a confirmed address."""
        email = whose_email(person.email, self.plan.key)
        if person.key in self.known:
            self.people[person.key] = db.session.get_one(User, self.known[person.key])
        elif isinstance(email, User):
            self.people[person.key] = email
        else:
            self.people[person.key] = create_user(
                free_username(person.login),
                email=email,
                display_name=person.name,
                created=self.since.get(person.key),
                origin=person.key,
            )
            self.report.people += 1

    def bring(self, entry: Entry) -> None:
        """Make an entry, or look after the one that is here; then its replies."""
        here = self.posts.get(entry.key)
        if here is None and not entry.published:
            self.keep_draft(entry)
            return
        if here is None:
            thread = self.open(entry)
        else:
            self.revisit(entry, here)
            thread = db.session.get_one(Thread, here.thread_id)
        if thread.state != "removed":
            self.reply_in(thread, entry)

    def open(self, entry: Entry) -> Thread:
        """A new entry."""
        author = self.people.get(entry.author)
        thread = actions.open_thread(
            "entry",
            entry.title,
            entry.text,
            author,
            tags=entry.tags,
            created=entry.created,
            author_name="" if author else self.plan.title or _("Autoría desconocida"),
            language=self.plan.language,
            origin=entry.key,
            quietly=True,
        )
        self.report.threads += 1
        self.report.posts += 1
        self.forget_draft(entry)
        return thread

    def keep_draft(self, entry: Entry) -> None:
        """What was not published waits among its author's drafts, where nobody else sees it."""
        author = self.people.get(entry.author)
        if author is None:
            self.report.skip(entry.label, notes.UNPUBLISHED_NOBODY)
            return
        self.report.skip(entry.label, notes.UNPUBLISHED)
        if entry.key in self.drafts:
            return
        try:
            draft = writing.save_draft(author, "entry", draft_fields(entry))
        except writing.TooManyDrafts as refusal:
            self.report.skip(entry.label, refusal)
        else:
            draft.origin = entry.key

    def forget_draft(self, entry: Entry) -> None:
        """A draft that is published now is no draft any more, unless it was gone on with here."""
        if entry.key in self.drafts:
            draft = db.session.get_one(Draft, self.drafts[entry.key])
            if draft.body == draft_fields(entry)["body"]:
                writing.discard_draft(draft)

    def revisit(self, entry: Entry, here: Here) -> None:
        """An entry of an earlier import: what changed there comes along, unless something changed here."""
        if not entry.published:
            self.report.skip(entry.label, notes.NO_LONGER_PUBLISHED)
        elif here.state != "visible" or here.edited:
            self.report.skip(entry.label, notes.EDITED_HERE)
        elif (here.title, here.body) != (entry.title, entry.text.source):
            self.change(here, entry.label, entry.text, title=entry.title, tags=entry.tags)

    def change(self, here: Here, label: str, text: Rendered, **more: object) -> None:
        """Give a post the newer text of the export."""
        post = db.session.get_one(Post, here.id)
        author = post.author_id and db.session.get(User, post.author_id)
        if not author:
            self.report.skip(label, notes.CHANGED_THERE)
            return
        actions.edit_post(post, author, text, reason=AGAIN, **more)  # type: ignore[arg-type]
        self.report.changed += 1

    def reply_in(self, thread: Thread, entry: Entry) -> None:
        """The replies of an entry that are not here yet, in their order."""
        for reply in entry.replies:
            here = self.posts.get(reply.key)
            if here is None:
                self.answer(thread, reply)
            else:
                self.revisit_reply(reply, here)

    def answer(self, thread: Thread, reply: Reply) -> None:
        """A new reply, to the number that the one it answers has here."""
        author, above = self.people.get(reply.author), self.posts.get(reply.parent)
        post = actions.post_reply(
            thread,
            author,
            reply.text,
            reply_to=above.number if above else None,
            created=reply.created,
            author_name="" if author else reply.name,
            language=self.plan.language,
            state="visible" if reply.approved else "pending",
            origin=reply.key,
            quietly=True,
        )
        self.report.posts += 1
        self.posts[reply.key] = Here(post.id, thread.id, post.number, post.state, "", post.body, edited=False)

    def revisit_reply(self, reply: Reply, here: Here) -> None:
        """A reply of an earlier import."""
        if here.state == "pending":
            if reply.approved:
                self.report.skip(reply.label, notes.STILL_PENDING)
        elif here.state != "visible" or here.edited:
            self.report.skip(reply.label, notes.EDITED_HERE)
        elif here.body != reply.text.source:
            self.change(here, reply.label, reply.text)


def draft_fields(entry: Entry) -> dict[str, str]:
    """An entry as the form of a new one keeps it."""
    return {
        "title": entry.title,
        "body": to_markdown(entry.text.html),
        "tags": ", ".join(entry.tags),
        "group": "",
    }


def whose_email(address: str, site: str) -> User | str | None:
    """Whose confirmed address this is, or the address if it is nobody's; None if it cannot be used.

    An address that two authors of one site share is the first one's.
    """
    try:
        email = clean_email(address)
    except Invalid:
        return None
    holder = with_email(email)
    if holder is None:
        return email
    shared = (holder.origin or "").startswith(f"{site}:")
    return None if shared or holder.confirmed_at is None or holder.state == "erased" else holder
