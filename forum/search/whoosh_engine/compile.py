"""From our tree to Whoosh's query objects. People's text never reaches its own parser."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import islice

from whoosh import query as whoosh
from whoosh.reading import IndexReader

from forum.lib.slugs import fold
from forum.search.analysis import stem, term_texts
from forum.search.query import And, Filter, Node, Not, Or, Phrase, Prefix, Query, Word, words_of

EXPANSIONS = 8
LOOKED_AT = 2_000  # terms that begin with a prefix, before the commonest are taken
RAREST = 6
FIELDS = {"author": "author", "tag": "tags", "group": "groups", "kind": "kind"}


def compiled(node: Node | None, reader: IndexReader) -> whoosh.Query | None:
    """The query of a node; None if it has nothing to look for, such as stop words alone."""
    if node is None:
        return None
    if isinstance(node, Word | Phrase):
        return together(term_texts(node.text))
    if isinstance(node, Prefix):
        return whoosh.Or([whoosh.Term("text", text) for text in expansions(node, reader)])
    if isinstance(node, Not):
        part = compiled(node.part, reader)
        return whoosh.Not(part) if part is not None else None
    parts = [made for part in node.parts if (made := compiled(part, reader)) is not None]
    return joined(whoosh.Or if isinstance(node, Or) else whoosh.And, parts)


def together(terms: list[str]) -> whoosh.Query | None:
    """Terms side by side: a word such as «39/2015» has two."""
    if not terms:
        return None
    return whoosh.Term("text", terms[0]) if len(terms) == 1 else whoosh.Phrase("text", terms)


def joined(kind: type[whoosh.And] | type[whoosh.Or], parts: list[whoosh.Query]) -> whoosh.Query | None:
    """One query of all parts. What is only excluded is excluded from everything."""
    if not parts:
        return None
    if all(isinstance(part, whoosh.Not) for part in parts):
        return whoosh.And([whoosh.Every(), *parts])
    return parts[0] if len(parts) == 1 else kind(parts)


def expansions(node: Prefix, reader: IndexReader) -> list[str]:
    """The commonest terms that begin so, and the stem of the prefix itself."""
    start = fold(node.text)
    found = islice(reader.expand_prefix("text", start), LOOKED_AT)
    texts = [term.decode() if isinstance(term, bytes) else term for term in found]
    common = sorted(texts, key=lambda text: -reader.doc_frequency("text", text))[:EXPANSIONS]
    return list(dict.fromkeys([*common, stem(start)]))


def most_of(query: Query, reader: IndexReader) -> whoosh.Query | None:
    """Any of the rarest words of a query that all its words found nothing for; None if it has but one.

    Phrases, prefixes and exclusions were meant as they were typed: they stay.
    """
    terms = {
        text for word in words_of(query.words) if isinstance(word, Word) for text in term_texts(word.text)
    }
    frequency = {text: reader.doc_frequency("text", text) for text in terms}
    known = sorted((text for text in terms if frequency[text]), key=lambda text: frequency[text])[:RAREST]
    if len(terms) < 2 or not known:
        return None
    loose = whoosh.Or([whoosh.Term("text", text) for text in known])
    return whoosh.And([loose, *strict(query.words, reader)])


def strict(node: Node | None, reader: IndexReader) -> Iterator[whoosh.Query]:
    """The parts of a query that are not single words."""
    parts = node.parts if isinstance(node, And) else (node,)
    for part in parts:
        if isinstance(part, Not | Phrase | Prefix) and (made := compiled(part, reader)) is not None:
            yield made


def restriction(query: Query, groups: frozenset[int] | None) -> whoosh.Query | None:
    """What every result must be, whatever its words: in these groups, of these fields, of these days."""
    parts: list[whoosh.Query] = []
    if groups is not None:
        parts.append(whoosh.Or([whoosh.Term("group_id", str(group)) for group in sorted(groups)]))
    for name in FIELDS:
        mine = [found for found in query.filters if found.name == name]
        parts += fields(mine)
    if query.since or query.until:
        parts.append(days(query.since, query.until))
    return whoosh.And(parts) if parts else None


def fields(filters: Iterable[Filter]) -> Iterator[whoosh.Query]:
    """Filters of one field: one of the wanted values, none of the unwanted ones."""
    wanted: list[whoosh.Query] = []
    unwanted: list[whoosh.Query] = []
    for one in filters:
        (unwanted if one.negative else wanted).append(whoosh.Term(FIELDS[one.name], one.value))
    if wanted:
        yield whoosh.Or(wanted)
    if unwanted:
        yield whoosh.And([whoosh.Every(), *(whoosh.Not(term) for term in unwanted)])


def days(since: date | None, until: date | None) -> whoosh.Query:
    """Days, both included, as whole months and the days at their ends: far faster than a range of dates."""
    first, last = since or date(1990, 1, 1), until or date.today() + timedelta(days=366)
    parts: list[whoosh.Query] = []
    day = first
    while day <= last:
        month_end = (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
        if day.day == 1 and month_end <= last:
            parts.append(whoosh.Term("month", day.strftime("%Y%m")))
            day = month_end + timedelta(days=1)
        else:
            parts.append(whoosh.Term("day", day.strftime("%Y%m%d")))
            day += timedelta(days=1)
    return whoosh.Or(parts) if parts else whoosh.NullQuery
