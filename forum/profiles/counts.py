"""The counts of what people contributed, kept in the transaction that changes what they count."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Select, case, delete, func, insert, literal, or_, select, union_all

from forum.debates.models import MovedPost, Post, Thread, Transfer
from forum.extensions import db
from forum.lib.upsert import built_once, insert_into
from forum.profiles.models import NO_GROUP, Contribution

COUNTS = ("debates", "entries", "replies")
Counts = tuple[int, int, int]


def kind_of(post: Post, thread: Thread) -> str:
    """Which of the counts a post is part of."""
    if not post.is_opening:
        return "replies"
    return "debates" if thread.kind == "debate" else "entries"


def add(user_id: int, group_id: int | None, **by: int) -> None:
    """Add to a person's counts in a group."""
    row = {"user_id": user_id, "group_id": group_id or NO_GROUP, **dict.fromkeys(COUNTS, 0), **by}
    db.session.execute(adding(), row)


@built_once
def adding() -> Any:
    """The statement that does so."""
    return growing(insert_into(Contribution))


def growing(row: Any) -> Any:
    """An INSERT of such rows that adds to those that are there."""
    grown = {name: getattr(Contribution, name) + row.excluded[name] for name in COUNTS}
    return row.on_conflict_do_update(index_elements=["user_id", "group_id"], set_=grown)


def counted(*by: Any) -> Select[Any]:
    """The true counts, from the posts themselves, grouped by author and `by`."""
    opening = Post.number == 1
    return (
        select(
            Post.author_id,
            *by,
            *named(
                [
                    func.sum(case((opening & (Thread.kind == "debate"), 1), else_=0)),
                    func.sum(case((opening & (Thread.kind == "entry"), 1), else_=0)),
                    func.sum(case((opening, 0), else_=1)),
                ]
            ),
        )
        .join(Thread, Thread.id == Post.thread_id)
        .where(Post.author_id.is_not(None), Post.state == "visible")
        .group_by(Post.author_id, *by)
    )


def add_placed(thread: Thread, *places: tuple[int | None, int]) -> None:
    """Add all that is visible of a thread to its authors' counts in each of these groups, times a sign."""
    true = counted().where(Post.thread_id == thread.id).subquery().c
    add_all(
        select(
            true.author_id,
            literal(group_id or NO_GROUP).label("group_id"),
            *named([sign * true[name] for name in COUNTS]),
        )
        for group_id, sign in places
    )


def add_moved(transfer: Transfer, source: Thread, target: Thread) -> None:
    """Count what a transfer moved where it is now, and no longer where it was.

    Both threads are shown, or were until nothing stayed in one.
    """
    add_all([moved(transfer, source, MovedPost.number, -1), moved(transfer, target, Post.number, +1)])


def moved(transfer: Transfer, thread: Thread, number: Any, sign: int) -> Select[Any]:
    """`sign` by author for each visible post of a transfer, which has, or had, this number in the thread."""
    opens = number == 1
    openings, replies = func.sum(case((opens, sign), else_=0)), func.sum(case((opens, 0), else_=sign))
    debates, entries = (openings, literal(0)) if thread.kind == "debate" else (literal(0), openings)
    place = literal(thread.group_id or NO_GROUP).label("group_id")
    return (
        select(Post.author_id, place, *named([debates, entries, replies]))
        .join(MovedPost, MovedPost.post_id == Post.id)
        .where(MovedPost.transfer_id == transfer.id, MovedPost.number.is_not(None))
        .where(Post.author_id.is_not(None), Post.number.is_not(None), Post.state == "visible")
        .group_by(Post.author_id)
    )


def add_all(parts: Iterable[Select[Any]]) -> None:
    """Add several sums to the counts in one statement, whose rows are by person and group as everywhere:
    in two, what goes to and fro between two groups at the same moment would wait for each other.
    """
    each = union_all(*parts).subquery().c
    sums = named([func.sum(each[name]) for name in COUNTS])
    place = each.author_id, each.group_id
    added = select(*place, *sums).group_by(*place).order_by(*place)
    db.session.execute(
        growing(insert_into(Contribution).from_select(["user_id", "group_id", *COUNTS], added))
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
