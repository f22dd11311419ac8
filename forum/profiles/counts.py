"""The counts of what people contributed, kept in the transaction that changes what they count."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Select, case, delete, func, insert, literal, or_, select, union_all

from forum.debates.models import MovedPost, Post, Thread, Transfer
from forum.extensions import db
from forum.lib.transactions import before_commit
from forum.lib.upsert import built_once, insert_into
from forum.profiles.models import NO_GROUP, Contribution

COUNTS = ("debates", "entries", "replies")
Counts = tuple[int, int, int]


def kind_of(post: Post, thread: Thread) -> str:
    """Which of the counts a post is part of."""
    if not post.is_opening:
        return "replies"
    return "debates" if thread.kind == "debate" else "entries"


def add(user_id: int, group_id: int | None, by: Mapping[Any, Any], times: int = 1) -> None:
    """Add to a person's counts in a group what `by` says, `times` as much, at the end of the transaction."""
    numbers = [times * int(by.get(name) or 0) for name in COUNTS]
    before_commit(write, ((user_id, group_id or NO_GROUP), numbers))


def write(added: list[tuple[tuple[int, int], list[int]]]) -> None:
    """Add all that a transaction counted, in one statement whose rows are in one order.

    With several, two that move posts to and fro between two groups would wait for each other.
    """
    sums: dict[tuple[int, int], list[int]] = {}
    for place, numbers in added:
        sums[place] = [sum(both) for both in zip(sums.get(place, (0, 0, 0)), numbers, strict=True)]
    names = "user_id", "group_id", *COUNTS
    changed = [(*place, *numbers) for place, numbers in sorted(sums.items()) if any(numbers)]
    if changed:
        db.session.execute(adding(), [dict(zip(names, row, strict=True)) for row in changed])


@built_once
def adding() -> Any:
    """The statement that does so."""
    row = insert_into(Contribution)
    grown = {name: getattr(Contribution, name) + row.excluded[name] for name in COUNTS}
    return row.on_conflict_do_update(index_elements=["user_id", "group_id"], set_=grown)


def counted(*by: Any) -> Select[Any]:
    """The true counts, from the posts themselves, grouped by author and `by`."""
    opening = Post.number == 1
    return (
        select(
            Post.author_id,
            *by,
            func.sum(case((opening & (Thread.kind == "debate"), 1), else_=0)).label("debates"),
            func.sum(case((opening & (Thread.kind == "entry"), 1), else_=0)).label("entries"),
            func.sum(case((opening, 0), else_=1)).label("replies"),
        )
        .join(Thread, Thread.id == Post.thread_id)
        .where(Post.author_id.is_not(None), Post.state == "visible")
        .group_by(Post.author_id, *by)
    )


def add_placed(thread: Thread, *places: tuple[int | None, int]) -> None:
    """Add all that is visible of a thread to its authors' counts in each of these groups, times a sign."""
    by_author = db.session.execute(counted().where(Post.thread_id == thread.id)).mappings().all()
    for group_id, sign in places:
        for row in by_author:
            add(row["author_id"], group_id, row, sign)


def add_moved(transfer: Transfer, source: Thread, target: Thread) -> None:
    """Count what a transfer moved where it is now, and no longer where it was.

    Both threads are shown, or were until nothing stayed in one.
    """
    for thread, number, sign in ((source, MovedPost.number, -1), (target, Post.number, +1)):
        for row in db.session.execute(moved(transfer, thread, number)).mappings().all():
            add(row["author_id"], thread.group_id, row, sign)


def moved(transfer: Transfer, thread: Thread, number: Any) -> Select[Any]:
    """By author, the visible posts of a transfer, which have, or had, this number in the thread."""
    opens = number == 1
    openings, replies = func.sum(case((opens, 1), else_=0)), func.sum(case((opens, 0), else_=1))
    debates, entries = (openings, literal(0)) if thread.kind == "debate" else (literal(0), openings)
    return (
        select(Post.author_id, *named([debates, entries, replies]))
        .join(MovedPost, MovedPost.post_id == Post.id)
        .where(MovedPost.transfer_id == transfer.id, MovedPost.number.is_not(None))
        .where(Post.author_id.is_not(None), Post.number.is_not(None), Post.state == "visible")
        .group_by(Post.author_id)
    )


def true_counts() -> Sequence[tuple[int, ...]]:
    """What the table should hold: person, group, debates, entries, replies."""
    place = func.coalesce(Thread.group_id, NO_GROUP)
    return [tuple(row) for row in db.session.execute(counted(place).where(Thread.state == "visible")).all()]


def wrong_counts() -> list[tuple[int, int, Counts, Counts]]:
    """Where the table and the posts disagree: person, group, what it holds and what it should.

    A row of zeros is as good as none. One statement, so that both are seen at the same moment.
    """
    place = func.coalesce(Thread.group_id, NO_GROUP).label("group_id")
    truth = counted(place).where(Thread.state == "visible").subquery()
    nothing = [literal(0) for _ in COUNTS]
    held = [getattr(Contribution, name) for name in COUNTS]
    stored = select(Contribution.user_id, Contribution.group_id, *beside(held, nothing))
    true = select(truth.c.author_id, truth.c.group_id, *beside(nothing, [truth.c[name] for name in COUNTS]))
    both = union_all(stored, true).subquery().c
    sums = [(func.sum(both[f"held_{name}"]), func.sum(both[f"true_{name}"])) for name in COUNTS]
    person = (both.user_id, both.group_id)
    wrong = select(*person, *(held for held, _ in sums), *(true for _, true in sums))
    wrong = wrong.group_by(*person).having(or_(*(held != true for held, true in sums))).order_by(*person)
    found = db.session.execute(wrong).all()
    return [(row[0], row[1], as_counts(row[2:5]), as_counts(row[5:8])) for row in found]


def beside(held: Sequence[Any], true: Sequence[Any]) -> list[Any]:
    """What the table holds and what it should, as columns of one query."""
    return [*named(held, "held_"), *named(true, "true_")]


def named(numbers: Sequence[Any], prefix: str = "") -> list[Any]:
    """Three numbers as columns called like those of the table."""
    return [number.label(f"{prefix}{name}") for name, number in zip(COUNTS, numbers, strict=True)]


def as_counts(numbers: Sequence[Any]) -> Counts:
    """Three sums as plain numbers: PostgreSQL's are decimals."""
    debates, entries, replies = (int(number) for number in numbers)
    return debates, entries, replies


def recount() -> None:
    """Write the counts anew. The caller owns the transaction."""
    db.session.execute(delete(Contribution))
    rows = [dict(zip(("user_id", "group_id", *COUNTS), row, strict=True)) for row in true_counts()]
    if rows:
        db.session.execute(insert(Contribution), rows)
