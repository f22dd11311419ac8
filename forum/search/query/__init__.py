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
    Or,
    Phrase,
    Prefix,
    Query,
    Text,
    Word,
    joined,
    words_of,
)

__all__ = [
    "And",
    "Days",
    "Filter",
    "InTitle",
    "Node",
    "Not",
    "Or",
    "Phrase",
    "Prefix",
    "Query",
    "Text",
    "Word",
    "joined",
    "parse",
    "shortened",
    "words_of",
]
