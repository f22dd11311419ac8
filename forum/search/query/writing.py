"""From the tree back to a text that means it, in the words of a language."""

import re

from forum.search.query import choices
from forum.search.query.operators import OR, shown
from forum.search.query.tree import And, Days, Filter, InTitle, Node, Not, Or, Phrase, Prefix, Word

NEEDS_QUOTES = re.compile(r"[\s()]")


def written(node: Node | None, language: str) -> str:
    """A text that the parser reads as this node, if it gave it; empty for none."""
    if node is None:
        return ""
    if isinstance(node, Or):
        return f" {OR[language]} ".join(written(part, language) for part in node.parts)
    if isinstance(node, And):
        return " ".join(part_written(part, language) for part in node.parts)
    return part_written(node, language)


def part_written(node: Node, language: str) -> str:
    """A node as one part of others: in brackets, if it has several."""
    if isinstance(node, And | Or):
        return f"({written(node, language)})"
    if isinstance(node, Not):
        part = part_written(node.part, language)
        return f"-({part})" if isinstance(node.part, Not) else f"-{part}"
    if isinstance(node, InTitle):
        return f"({title(language)} {part_written(node.part, language)})"
    if isinstance(node, Filter):
        return operator(
            node.name, ",".join(value(node.name, each, language) for each in node.values), language
        )
    if isinstance(node, Days):
        return days(node, language)
    return text(node)


def text(node: Word | Phrase | Prefix) -> str:
    """A word, a phrase in its quotes, a prefix with its asterisk."""
    if isinstance(node, Phrase):
        return f'"{node.text}"'
    return f"{node.text}*" if isinstance(node, Prefix) else node.text


def title(language: str) -> str:
    """`en:título`."""
    return operator("part", choices.shown("part", "title", language), language)


def value(name: str, text: str, language: str) -> str:
    """One value of an operator."""
    return choices.shown(name, text, language) if name in choices.CHOICES else text


def operator(name: str, values: str, language: str) -> str:
    """An operator with its values, quoted where that keeps them together."""
    quoted = f'"{values}"' if NEEDS_QUOTES.search(values) else values
    return f"{shown(name, language)}:{quoted}"


def days(node: Days, language: str) -> str:
    """The days as a first, a last, or both."""
    sides = [("since", node.first), ("until", node.last)]
    return " ".join(operator(name, day.isoformat(), language) for name, day in sides if day)
