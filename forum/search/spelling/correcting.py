"""What somebody may have meant to type: the same query with a word that finds more."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup, escape

from forum.search.analysis.words import Piece, pieces
from forum.search.engine import Engine, Found, Search
from forum.search.query import And, InTitle, Node, Or, Phrase, Query, Word
from forum.search.query.operators import ALTERNATIVES, AND
from forum.search.query.reading import QUOTES, TOKEN
from forum.search.spelling.learning import LONGEST, SHORTEST
from forum.search.spelling.neighbours import Options, neighbours

MOST_WORDS = 4  # of a query that are compared
TRIALS = 4  # other queries that are tried

Spellings = Mapping[str, str]  # from a folded word to what was meant


@dataclass(frozen=True)
class Correction:
    """Another text, the same with the other words marked, and how many posts it finds."""

    text: str
    marked: Markup
    posts: int


def corrected(query: Query, asked: Search, found: Found, engine: Engine) -> Correction | None:
    """The nearest query that finds more than `found`, if there is one; operators stay as they were typed.

    `asked` is the query as the engine got it, so only what the reader may read is found: a word that only
    others may read is never shown. Where nothing has even some of the words, one other word is enough, for
    what it then finds has that word. Raises IndexMissing.
    """
    places = list(words_of(query))[:MOST_WORDS]
    others = trials(neighbours({piece.text for piece in places}))
    alone = [] if found.posts else [one for one in others if len(one) == 1]
    posts = 0 if found.relaxed else found.posts
    for spellings, relax in [*((one, False) for one in others), *((one, True) for one in alone)]:
        more = engine.search(trial(asked, spellings, relax=relax)).posts
        if more > posts:
            return Correction(*written(query.text, places, spellings), more)
    return None


def trial(asked: Search, spellings: Spellings, *, relax: bool) -> Search:
    """The same search with other words, only to be counted."""
    tree = respelt(asked.tree, spellings) if asked.tree else None
    return replace(asked, tree=tree, order="newest", limit=1, relax=relax, threads=False, facets=False)


def words_of(query: Query) -> Iterator[Piece]:
    """The words of the query's text that are to be there, where they stand; not those of operators."""
    typed = {place for one in query.typed for place in range(one.start, one.end)}
    for token in TOKEN.finditer(query.text.translate(QUOTES)):
        text = token[0]
        if text.startswith("-") or text.endswith("*") or text in ALTERNATIVES | AND or token.start() in typed:
            continue
        for piece in pieces(text):
            if piece.text.isalpha() and SHORTEST <= len(piece.text) <= LONGEST:
                yield piece._replace(start=piece.start + token.start(), end=piece.end + token.start())


def trials(options: Options) -> list[Spellings]:
    """Other words for all that have any, then for each alone; then what is less common."""
    some = {word: others for word, others in options.items() if others}
    rank = range(max(map(len, some.values()), default=0))
    tried: list[Spellings] = []
    for place in rank:
        every = {word: others[place] for word, others in some.items() if place < len(others)}
        tried += [every, *({word: other} for word, other in every.items() if len(some) > 1)]
    return tried[:TRIALS]


def respelt(node: Node, spellings: Spellings) -> Node:
    """The tree with other words; what must not be there stays as it is."""
    if isinstance(node, Word | Phrase):
        return type(node)(written(node.text, list(pieces(node.text)), spellings)[0])
    if isinstance(node, InTitle):
        part = respelt(node.part, spellings)
        return InTitle(part) if isinstance(part, Word | Phrase) else node
    if isinstance(node, And | Or):
        return type(node)(tuple(respelt(part, spellings) for part in node.parts))
    return node


def written(text: str, places: Sequence[Piece], spellings: Spellings) -> tuple[str, Markup]:
    """A text with other words in those places, and the same for a page, the others marked."""
    plain, marked, last = "", Markup(), 0
    for piece in places:
        other = spellings.get(piece.text)
        if other is not None:
            before = text[last : piece.start]
            plain += before + other
            marked += escape(before) + Markup("<strong>{}</strong>").format(other)
            last = piece.end
    return plain + text[last:], marked + escape(text[last:])
