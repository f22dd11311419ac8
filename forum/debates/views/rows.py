"""The rows of a thread's page: posts one by one; what was moved or removed one after another, as one line."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from forum.debates.models import Post
from forum.debates.queries import ThreadPage
from forum.debates.queries.pointers import Pointer


@dataclass(frozen=True)
class Row:
    """What stands at the numbers from `first` to `last`. `kind`: post, gone (tombstones) or moved (pointers).

    `alike` is what neighbours have in common with which they are one row; None for what stands alone.
    """

    kind: str
    alike: object
    items: list[Post | Pointer] = field(default_factory=list)

    @property
    def first(self) -> int:
        return self.items[0].number or 0

    @property
    def last(self) -> int:
        return self.items[-1].number or 0

    @property
    def places(self) -> Sequence[Sequence[Pointer]]:
        """The pointers of a row by the post that they lead to, which one that came and went more than once
        left several of.
        """
        by_post: dict[int, list[Pointer]] = {}
        for item in self.items:
            if isinstance(item, Pointer):
                by_post.setdefault(item.post_id, []).append(item)
        return list(by_post.values())


def rows_of(page: ThreadPage) -> Sequence[Row]:
    """The rows of a page, by number. No divider is within one, nor the place where the reader stopped."""
    rows: list[Row] = []
    starts = {*page.dividers, page.read + 1}
    items: list[Post | Pointer] = [*page.posts, *page.pointers]
    for item in sorted(items, key=lambda item: item.number or 0):
        row, before = row_of(item), rows[-1] if rows else None
        joins = before and before.alike is not None and before.alike == row.alike
        if before and joins and before.last + 1 == item.number and item.number not in starts:
            before.items.append(item)
        else:
            row.items.append(item)
            rows.append(row)
    return rows


def row_of(item: Post | Pointer) -> Row:
    """The row that a post or a pointer begins."""
    if isinstance(item, Pointer):
        return Row("moved", item.thread.id)
    if item.visible:
        return Row("post", None)
    return Row("gone", None if item.is_opening else (item.state, item.gone_by))
