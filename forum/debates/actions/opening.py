"""Opening a debate or a blog entry."""

from collections.abc import Sequence
from datetime import datetime

from forum.accounts.languages import own_language
from forum.accounts.models import User
from forum.debates.actions.counts import recounted
from forum.debates.actions.files import show_files
from forum.debates.actions.locks import lock_thread
from forum.debates.actions.refusals import AlreadyLinked
from forum.debates.actions.tags import set_tags, tags_called
from forum.debates.actions.texts import SUMMARY, written
from forum.debates.models import Post, Thread
from forum.debates.signals import post_published
from forum.extensions import db
from forum.groups.models import Group
from forum.lib.clock import utcnow
from forum.lib.markdown import Rendered, summary
from forum.lib.slugs import slugify


def open_thread(
    kind: str,
    title: str,
    text: Rendered,
    author: User | None,
    *,
    group: Group | None = None,
    tags: Sequence[str] = (),
    linked: Thread | None = None,
    created: datetime | None = None,
    author_name: str = "",
    language: str | None = None,
    state: str = "visible",
    origin: str | None = None,
    quietly: bool = False,
) -> Thread:
    """A new thread with its opening post. The caller owns the transaction.

    `created` is aware UTC, now if absent: importers pass the original date, `author_name` where there is
    no account, `origin` what it came from, and `quietly`, so that nobody is told. It is in `language`, else
    in the one that its author chose, else in the site's. `linked` is the entry that a debate is about; raises
    AlreadyLinked if that has one.
    """
    created, language = created or utcnow(), language or own_language(author)
    if linked is not None:
        lock_unlinked(linked)
    thread = Thread(
        kind=kind,
        title=title,
        slug=slugify(title),
        group_id=group and group.id,
        author_id=author and author.id,
        author_name=author_name,
        created=created,
        last_activity=created,
        last_author_id=author and author.id,
        last_author_name=author_name,
        language=language,
        summary=summary(text.text, SUMMARY),
        state="pending",
        last_number=1,
        origin=origin,
    )
    db.session.add(thread)
    db.session.flush()
    found = tags_called(tags)
    with recounted(thread, tags=found):
        set_tags(thread, found)
        thread.state = state
    if linked is not None:
        link(thread, linked)
    post = Post(
        thread_id=thread.id,
        number=1,
        author_id=author and author.id,
        author_name=author_name,
        created=created,
        language=language,
        origin=origin,
        **written(text),
    )
    db.session.add(post)
    db.session.flush()
    show_files(post, None if quietly else author)
    post_published.send(thread, post=post, quietly=quietly)
    return thread


def lock_unlinked(entry: Thread) -> None:
    """Hold the entry that a debate is about. Raises AlreadyLinked if it has one."""
    lock_thread(entry)
    if entry.linked_id is not None:
        raise AlreadyLinked


def link(debate: Thread, entry: Thread) -> None:
    """Make `debate` the debate of `entry`, and show each on the other."""
    entry.linked_id, debate.linked_id = debate.id, entry.id
    entry.revision += 1
    db.session.flush()
