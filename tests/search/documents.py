"""Documents to index without a database."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from forum.search.engine import Document, Engine, LaterThan, Scope, Search
from forum.search.query import Node

EVERYWHERE = Scope(frozenset(range(100)))
START = datetime(2024, 1, 1, 12, tzinfo=UTC)


def document(post_id: int, text: str = "", **given: object) -> Document:
    """A post; the later its number, the later its day."""
    created = given.pop("created", START + timedelta(days=post_id))
    values: dict[str, object] = {
        "thread_id": post_id,
        "group_id": 0,
        "number": 1,
        "kind": "debate",
        "author": "u1",
        "tags": (),
        "title": "",
        **given,
    }
    return Document(post_id=post_id, text=text, created=created, day=created.date(), **values)


def found(
    engine: Engine, tree: Node | None, scope: Scope = EVERYWHERE, order="relevance", **given
) -> list[int]:
    """Ids of the posts found, in order."""
    return [hit.post_id for hit in engine.search(Search(tree, scope, order, **given)).hits]


def at_once(documents: Iterable[Document]) -> LaterThan:
    """These documents, as an index is built of them."""
    return lambda _: [documents]
