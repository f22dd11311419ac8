"""What stands side by side, brought into one form: filters together, words in titles."""

from collections.abc import Sequence

from forum.search.query.tree import And, Filter, InTitle, Node, Not, Or, Phrase, Prefix, Word, flat, joined

ONE_OF = (
    "author",
    "organisation",
    "group",
    "kind",
)  # a post has just one: `autor:ana autor:eva` wants either
TITLE = "title"
NO_TITLE = Not(Filter("part", (TITLE,)))


def together(parts: Sequence[Node]) -> list[Node]:
    """What is said twice, once; filters of the same name as one, where a post has one such value.

    Tags add up: a thread is to have them all.
    """
    merged: dict[object, Node] = {}
    for part in flat(And, parts):
        key: object = part.name if isinstance(part, Filter) and part.name in ONE_OF else part
        before = merged.get(key)
        if isinstance(part, Filter) and isinstance(before, Filter):
            part = Filter(part.name, tuple(dict.fromkeys([*before.values, *part.values])))
        merged[key] = part
    return list(merged.values())


def in_titles(parts: Sequence[Node]) -> list[Node]:
    """`en:título` is about the words beside it: they are to stand, or not to stand, in a title."""
    about = [part for part in parts if isinstance(part, Filter) and is_about_titles(part)]
    if about:
        rest = [part for part in parts if part not in (*about, NO_TITLE)]
        titles = [titled(part) for part in rest]
        others = tuple(dict.fromkeys(value for part in about for value in part.values if value != TITLE))
        return in_titles_or(titles, others, rest) if others else titles
    if NO_TITLE in parts:
        rest = [part for part in parts if part != NO_TITLE]
        return [*rest, *(Not(InTitle(part)) for part in rest if isinstance(part, Word | Phrase | Prefix))]
    return list(parts)


def in_titles_or(titles: Sequence[Node], others: tuple[str, ...], rest: Sequence[Node]) -> list[Node]:
    """`en:título,respuestas`: in a title, or in posts of the other parts."""
    found = (joined(And, titles), joined(And, [Filter("part", others), *rest]))
    either = joined(Or, [part for part in found if part is not None])
    return [either] if titles and either is not None else []


def is_about_titles(part: Filter) -> bool:
    """Whether it is `en:título`, perhaps among other places."""
    return part.name == "part" and TITLE in part.values


def titled(node: Node) -> Node:
    """The node with its words in titles."""
    if isinstance(node, Word | Phrase | Prefix):
        return InTitle(node)
    if isinstance(node, Not):
        return Not(titled(node.part))
    if isinstance(node, And | Or):
        return type(node)(tuple(titled(part) for part in node.parts))
    return node
