"""The replies of an entry."""

from forum.debates import actions
from forum.debates.models import Thread
from forum.importers.wordpress import notes
from forum.importers.wordpress.actions.changes import change
from forum.importers.wordpress.actions.run import Here, Run
from forum.importers.wordpress.rows import Entry, Reply


def reply_in(run: Run, thread: Thread, entry: Entry, found: dict[str, Here]) -> None:
    """Add the replies of an entry that are not here yet, in their order; look after the others.

    `found` is what is here already, by origin.
    """
    new = [reply for reply in entry.replies if reply.key not in found]
    for reply in entry.replies:
        if reply.key in found:
            revisit(run, reply, found[reply.key])
    if new:
        numbers = {key: here.number for key, here in found.items() if here.thread_id == thread.id}
        answer(run, thread, new, numbers)


def answer(run: Run, thread: Thread, replies: list[Reply], numbers: dict[str, int | None]) -> None:
    """New replies, each to the number that the one it answers has here."""
    with actions.replying(thread, quietly=True) as added:
        for reply in replies:
            author = run.people.get(reply.author)
            post = added.add(
                author,
                reply.text,
                reply_to=numbers.get(reply.parent),
                created=reply.created,
                author_name="" if author else reply.name,
                language=reply.text.language or run.plan.language,
                state="visible" if reply.approved else "pending",
                origin=reply.key,
            )
            numbers[reply.key] = post.number
    run.report.posts += len(replies)


def revisit(run: Run, reply: Reply, here: Here) -> None:
    """A reply of an earlier import."""
    if here.state == "pending":
        if reply.approved:
            run.report.skip(reply.label, notes.STILL_PENDING)
    elif here.state != "visible" or here.edited:
        run.report.skip(reply.label, notes.EDITED_HERE)
    elif here.body != reply.text.source:
        change(run, here, reply.label, reply.text)
