"""The index's fields, and how texts become terms in it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from whoosh.analysis import Analyzer, Token
from whoosh.columns import NumericColumn
from whoosh.fields import COLUMN, ID, KEYWORD, TEXT, Schema
from whoosh.formats import Existence
from whoosh.writing import SegmentWriter

from config import LANGUAGES
from forum.search.analysis import Term, terms
from forum.search.engine import KINDS, Document
from forum.search.ranking import ALSO, TITLE_OF_OPENING, TITLE_OF_REPLY
from forum.search.whoosh_engine.codec import Places

FORMAT = 6  # an index of another format is not read but made again
GAP = 10  # places between title and body, so that no phrase spans both


class PostAnalyzer(Analyzer):
    """Our analysis as Whoosh asks for it. Indexes name its path: moving it makes old ones unreadable.

    It takes a text as `laid_out` gives it. A word may stand in several terms at one place.
    """

    def __call__(
        self,
        value: str,
        positions: bool = False,
        chars: bool = False,
        start_pos: int = 0,
        start_char: int = 0,
        tokenize: bool = True,
        **kwargs: object,
    ) -> Iterator[Token]:
        token = Token(positions, chars, **kwargs)
        token.boost, token.stopped = 1.0, False
        if not tokenize:
            token.text, token.pos = value, start_pos
            token.startchar, token.endchar = start_char, start_char + len(value)
            yield token
            return
        for place, weight, offset, term in placed(value):
            token.pos = start_pos + place
            token.startchar = start_char + offset + term.start
            token.endchar = start_char + offset + term.end
            for text in (term.text, *term.also):
                token.text, token.boost = text, weight if text == term.text else weight * ALSO
                yield token


def placed(value: str) -> Iterator[tuple[int, float, int, Term]]:
    """The terms of a laid out text: place, weight, and the offset of their part."""
    weight, language, title, body = value.split("\x00")
    offset, first = len(weight) + len(language) + 2, 0
    for place, term in enumerate(terms(title, language)):
        yield place, float(weight), offset, term
        first = place + GAP
    for place, term in enumerate(terms(body, language), start=first):
        yield place, 1.0, offset + len(title) + 1, term


def laid_out(document: Document) -> str:
    """Title and body as one text field, which is two to three times faster than two."""
    weight = TITLE_OF_OPENING if document.number == 1 else TITLE_OF_REPLY
    parts = [part.replace("\x00", " ") for part in (document.language, document.title, document.text)]
    return "\x00".join([str(weight), *parts]).encode("utf-8", "replace").decode()


NUMBER = NumericColumn("i")
NUMBERS = tuple("post_id thread_id group kind author_id part picked language day created".split())
POSTINGS = ("author", "tag")  # filters by terms
COLUMNS = {"group": "group", "kind": "kind", "thread": "thread_id", "part": "part"}  # filters by numbers
PARTS = {"opening": 1, "replies": 0}
UNKNOWN = -1  # a number that no document has


def make_schema() -> Schema:
    """Nothing is stored: texts come from the database. The numbers say what a hit is, and narrow it."""
    schema = Schema(
        post=ID(unique=True),
        author=ID(),
        tag=KEYWORD(),
        text=TEXT(analyzer=PostAnalyzer()),
        title=TEXT(analyzer=PostAnalyzer()),
        **{name: COLUMN(NUMBER) for name in NUMBERS},
    )
    schema["tag"].format = Existence()
    schema["text"].format, schema["title"].format = Places(), Places()
    return schema


def complete(writer: SegmentWriter) -> None:
    """Give an index the numbers that it was made without: whatever is in it has 0."""
    for name in NUMBERS:
        if name not in writer.schema:
            writer.add_field(name, COLUMN(NUMBER))


def row(document: Document) -> dict[str, object]:
    """A document as Whoosh takes it. Only an opening post has its thread's title in a field of its own."""
    opening = document.number == 1
    return {
        "post": str(document.post_id),
        "author": document.author,
        "tag": " ".join(document.tags),
        "text": laid_out(document),
        **({"title": laid_out(replace(document, text=""))} if opening else {}),
        "post_id": document.post_id,
        "thread_id": document.thread_id,
        "group": document.group_id,
        "kind": code(document.kind, KINDS),
        "author_id": account_number(document.author),
        "part": int(opening),
        "picked": int(document.picked),
        "language": language_number(document.language),
        "day": document.day.toordinal(),
        "created": int(document.created.timestamp()) // 60,
    }


def code(value: str, known: Sequence[str]) -> int:
    """The place of a value among the known ones, from 1; 0 for any other."""
    return known.index(value) + 1 if value in known else 0


def language_number(language: str) -> int:
    """A language as the column has it."""
    return code(language, LANGUAGES)


def account_number(author: str) -> int:
    """The id of an account; 0 for somebody without one."""
    return int(author[1:]) if author[:1] == "u" and author[1:].isdecimal() else 0


def column_number(name: str, value: str) -> int:
    """The value of a filter as a column has it."""
    if name == "kind":
        return code(value, KINDS) or UNKNOWN
    return PARTS.get(value, UNKNOWN) if name == "part" else int(value)
