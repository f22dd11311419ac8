"""What people have with a thread whose posts move: they follow it, have read it so far, write in it."""

from sqlalchemy import ColumnElement, case, delete, func, literal, select, update

from forum.debates.actions.transfers.places import BY_ROWS, moved_by
from forum.debates.models import Draft, HeldText, MovedPost, Post, ReadingPosition, Subscription, Transfer
from forum.extensions import db
from forum.lib.clock import UTCDateTime
from forum.lib.tables import alias_of
from forum.lib.upsert import insert_into

there = alias_of(ReadingPosition)


def lead_readers(transfer: Transfer) -> None:
    """Followers follow the target too, and have read there what they had read here."""
    follow_too(transfer)
    note_read_there(transfer)
    if transfer.emptied:
        write_there(transfer)
    else:
        skip_pointers(transfer.source_id)


def follow_too(transfer: Transfer) -> None:
    """Who follows the source follows the target; of posts that moved by themselves, only their authors."""
    who = select(
        Subscription.user_id,
        literal(transfer.target_id).label("thread_id"),
        literal(transfer.at, UTCDateTime).label("created"),
    ).where(Subscription.thread_id == transfer.source_id)
    if transfer.kind == "move" and not transfer.emptied:
        authors = select(Post.author_id).join(MovedPost, MovedPost.post_id == Post.id)
        who = who.where(Subscription.user_id.in_(authors.where(moved_by(transfer))))
    row = insert_into(Subscription).from_select(["user_id", "thread_id", "created"], who)
    db.session.execute(row.on_conflict_do_nothing())


def follow_no_more(transfer: Transfer) -> None:
    """Who followed the target only because of a transfer no longer does."""
    since = Subscription.thread_id == transfer.target_id, Subscription.created == transfer.at
    db.session.execute(delete(Subscription).where(*since), execution_options=BY_ROWS)


def note_read_there(transfer: Transfer) -> None:
    """Who had read the target to its end, or finds it new, has read there what they had read of the source.

    Of a thread that was merged they never opened the target: there they have read nothing yet.
    """
    last = (
        select(Post.number)
        .join(MovedPost, MovedPost.post_id == Post.id)
        .where(moved_by(transfer), MovedPost.number <= ReadingPosition.number)
        .order_by(MovedPost.number.desc())
        .limit(1)
        .correlate(ReadingPosition)
        .scalar_subquery()
    )
    theirs = there.user_id == ReadingPosition.user_id, there.thread_id == transfer.target_id
    opened = select(there.number).where(*theirs).correlate(ReadingPosition).exists()
    number: ColumnElement[int] = func.coalesce(last, 0)
    if transfer.kind != "split":
        number = case((opened, number), else_=0)
    read = select(
        ReadingPosition.user_id, literal(transfer.target_id).label("thread_id"), number.label("number")
    )
    read = read.where(ReadingPosition.thread_id == transfer.source_id)
    if transfer.kind == "split":
        read = read.where(last.is_not(None))
    elif transfer.kind == "move":
        read = read.where(opened)
    row = insert_into(ReadingPosition).from_select(["user_id", "thread_id", "number"], read)
    to_the_end = ReadingPosition.number >= transfer.first - 1
    further = row.excluded.number > ReadingPosition.number
    db.session.execute(
        row.on_conflict_do_update(
            index_elements=["user_id", "thread_id"],
            set_={"number": row.excluded.number},
            where=to_the_end & further,
        )
    )


def skip_pointers(thread_id: int) -> None:
    """Who has read all the posts of a thread has read it to its end, also where that is pointers."""
    numbers = select(func.max(Post.number)).where(Post.thread_id == thread_id).scalar_subquery()
    left = select(func.max(MovedPost.number)).where(MovedPost.thread_id == thread_id).scalar_subquery()
    read_all = ReadingPosition.number >= numbers, ReadingPosition.number < left
    db.session.execute(
        update(ReadingPosition).where(ReadingPosition.thread_id == thread_id, *read_all).values(number=left),
        execution_options=BY_ROWS,
    )


def write_there(transfer: Transfer) -> None:
    """What is being written for a thread that was emptied is for the other now."""
    for model in (Draft, HeldText):
        db.session.execute(
            update(model).where(model.thread_id == transfer.source_id).values(thread_id=transfer.target_id),
            execution_options=BY_ROWS,
        )
