"""Opening a debate or a blog entry."""

from collections.abc import Mapping, Sequence
from typing import Unpack

from forum.accounts.languages import own_language
from forum.accounts.models import User
from forum.debates.actions.counts import recounted
from forum.debates.actions.files import show_files
from forum.debates.actions.following import follow_own
from forum.debates.actions.locks import lock_thread
from forum.debates.actions.mentions import note_mentions
from forum.debates.actions.refusals import AlreadyLinked
from forum.debates.actions.tags import set_tags, tags_called
from forum.debates.actions.texts import SUMMARY, Given, signed, written
from forum.debates.models import Post, Thread
from forum.debates.signals import post_published
from forum.extensions import db
from forum.groups.models import Group
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
    state: str = "visible",
    quietly: bool = False,
    **given: Unpack[Given],
) -> Thread:
    """A new thread with its opening post. The caller owns the transaction.

    Importers pass what is `given`, and `quietly`, so that nobody is told. It is in the language given, else
    in the one guessed from its text, else in the one that its author chose, else in the site's. `linked` is
    the entry that a debate is about; raises AlreadyLinked if that has one.
    """
    signature = signed(author, text, given, own_language(author))
    if linked is not None:
        lock_unlinked(linked)
    thread = new_thread(kind, title, text, group, signature)
    found = tags_called(tags)
    with recounted(thread, tags=found):
        set_tags(thread, found)
        thread.state = state
    if linked is not None:
        link(thread, linked)
    post = Post(thread_id=thread.id, number=1, **signature, **written(text))
    db.session.add(post)
    db.session.flush()
    show_files(post, None if quietly else author)
    note_mentions(post, text)
    if not quietly:
        follow_own(post.author_id, thread.id)
    post_published.send(thread, post=post, quietly=quietly)
    return thread


def new_thread(
    kind: str, title: str, text: Rendered, group: Group | None, signature: Mapping[str, object]
) -> Thread:
    """The stored thread, as yet without tags and counted nowhere."""
    thread = Thread(
        kind=kind,
        title=title,
        slug=slugify(title),
        summary=summary(text.text, SUMMARY),
        group_id=group and group.id,
        state="pending",
        last_number=1,
        last_activity=signature["created"],
        last_author_id=signature["author_id"],
        last_author_name=signature["author_name"],
        **signature,
    )
    db.session.add(thread)
    db.session.flush()
    return thread


def lock_unlinked(entry: Thread) -> None:
    """Hold the entry that a debate is about. Raises AlreadyLinked if it has one."""
    lock_thread(entry)
    if entry.linked_id is not None:
        raise AlreadyLinked


def link(debate: Thread, entry: Thread) -> None:
    """Make `debate` the debate of `entry`, and show each on the other."""
    entry.linked_id, debate.linked_id = debate.id, entry.id
    db.session.flush()
