"""What people type into the search box, as a small tree that each engine compiles."""

from forum.search.query.parser import parse
from forum.search.query.reading import shortened
from forum.search.query.tree import (
    And,
    Days,
    Filter,
    InTitle,
    Node,
    Not,
    Note,
    Or,
    Phrase,
    Prefix,
    Query,
    Text,
    Typed,
    Word,
    joined,
    words_of,
)
from forum.search.query.values import meant
from forum.search.query.writing import written

__all__ = [
    "And",
    "Days",
    "Filter",
    "InTitle",
    "Node",
    "Not",
    "Note",
    "Or",
    "Phrase",
    "Prefix",
    "Query",
    "Text",
    "Typed",
    "Word",
    "joined",
    "meant",
    "parse",
    "shortened",
    "words_of",
    "written",
]
