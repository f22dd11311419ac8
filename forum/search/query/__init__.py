"""What people type into the search box, as a small tree that each engine compiles."""

from forum.search.query.parser import parse, shortened
from forum.search.query.tree import And, Filter, Node, Not, Or, Phrase, Prefix, Query, Word, words_of

__all__ = [
    "And",
    "Filter",
    "Node",
    "Not",
    "Or",
    "Phrase",
    "Prefix",
    "Query",
    "Word",
    "parse",
    "shortened",
    "words_of",
]
