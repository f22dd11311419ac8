"""Watched words: a small language of our own, matched in a time that grows with the text and no faster.

    casino                  the word, whole, however it is written: «CASINÓ», «c4sin0», «с а ѕ і n о»
    casin*                  words that begin so; `*` is any letters or none, `?` exactly one
    premio seguro           words in a row, whatever stands between them: «premio, seguro»
    casino|ruleta online    either

It has no way to say what a backtracking engine would try again and again, so no pattern can run away; what
looks like a regular expression is refused, and so is what would match nearly everything.
"""

import re
from collections.abc import Iterator, Sequence

from flask_babel import lazy_gettext as _l

from forum.lib.refusals import Invalid
from forum.moderation.screening.folding import Word, Words, fold, fold_word

LONGEST = 200  # characters
MOST_ALTERNATIVES = 20
MOST_WORDS = 8
LEAST = 2  # letters that all of it must say
LEAST_BROAD = 3  # of one with a wildcard
FOREIGN = re.compile(r"[\\\[\](){}+^$]")
PIECE = re.compile(r"(?:[^\W_]|[*?])+")


class BadPattern(Invalid):
    message = _l("Este patrón no sirve.")


class LooksLikeRegex(BadPattern):
    message = _l(
        "Aquí no valen las expresiones regulares, porque pueden dejar parado el sitio. Escribe palabras: "
        "* es cualquier comienzo o final, ? una letra y | separa alternativas."
    )


class TooBroad(BadPattern):
    message = _l(
        "Coincidiría con casi todo: pon al menos tres letras junto a un comodín, o dos en una palabra."
    )


class TooLong(BadPattern):
    message = _l("Es demasiado largo: 200 caracteres, 20 alternativas y 8 palabras seguidas como mucho.")


class Piece:
    """One word of a pattern, folded, perhaps with wildcards."""

    def __init__(self, text: str) -> None:
        self.text = fold_word(text)
        self.is_any = text == "*"
        self.is_plain = not set("*?") & set(text)
        self.parts = [re.compile(re.escape(part).replace(r"\?", ".")) for part in self.text.split("*")]
        self.longest = max(re.split(r"[*?]", self.text), key=len)

    def matches(self, word: str) -> bool:
        """Whether a folded word is this one. Each part is looked for once, leftmost: enough for globs."""
        if self.is_plain or self.is_any:
            return self.is_any or word == self.text
        first, *middle = self.parts
        found = first.match(word)
        if found is None or not middle:
            return found is not None and found.end() == len(word)
        place = found.end()
        for part in middle[:-1]:
            found = part.search(word, place)
            if found is None:
                return False
            place = found.end()
        last = self.text.rpartition("*")[2]
        tail = len(word) - len(last)
        return tail >= place and middle[-1].match(word, tail) is not None

    def places(self, words: Words) -> Iterator[int]:
        """Where the text has it."""
        if self.is_plain:
            yield from words.at.get(self.text, ())
            return
        for word in containing(words.joined, self.longest):
            if self.matches(word):
                yield from words.at[word]


def containing(joined: str, part: str) -> Iterator[str]:
    """The words, of those that stand between line breaks, that contain `part`."""
    place = joined.find(part)
    while place >= 0:
        start, end = joined.rfind("\n", 0, place) + 1, joined.find("\n", place)
        yield joined[start:end]
        place = joined.find(part, end)


class Pattern:
    """A watched word or phrase. Raises BadPattern."""

    def __init__(self, text: str) -> None:
        if FOREIGN.search(text):
            raise LooksLikeRegex(field="pattern")
        self.text = text
        if len(text) > LONGEST or text.count("|") >= MOST_ALTERNATIVES:
            raise TooLong(field="pattern")
        self.rows = [Row(pieces_of(one)) for one in dict.fromkeys(text.split("|"))]

    def found(self, words: Words) -> Iterator[tuple[int, int]]:
        """The first and last word of each place where the text has it."""
        for row in self.rows:
            yield from row.found(words)

    def matches(self, words: Words) -> bool:
        """Whether the text has it anywhere."""
        return any(row.anchor.longest in words.joined and any(row.found(words)) for row in self.rows)


def pieces_of(text: str) -> Sequence[Piece]:
    """The words of one alternative. Raises TooBroad, TooLong."""
    pieces = [Piece(found) for found in PIECE.findall(fold(text))]
    if len(pieces) > MOST_WORDS:
        raise TooLong(field="pattern")
    if not pieces or pieces[0].is_any or pieces[-1].is_any or any(map(is_broad, pieces)):
        raise TooBroad(field="pattern")
    if sum(len(piece.longest) for piece in pieces) < LEAST:
        raise TooBroad(field="pattern")
    return pieces


def is_broad(piece: Piece) -> bool:
    """Whether a word with a wildcard says too little. Any word at all may stand between two others."""
    return not piece.is_plain and not piece.is_any and len(piece.longest) < LEAST_BROAD


class Row:
    """Words in a row, looked for from the one that says most."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self.pieces = pieces
        says = [(piece.is_plain, len(piece.longest)) for piece in pieces]
        self.before = says.index(max(says))
        self.anchor = pieces[self.before]

    def found(self, words: Words) -> Iterator[tuple[int, int]]:
        """The first and last word of each place where the text has it."""
        if self.anchor.longest not in words.joined:
            return
        known: dict[tuple[int, str], bool] = {}
        for place in self.anchor.places(words):
            first, last = place - self.before, place - self.before + len(self.pieces) - 1
            if first < 0 or last >= len(words.list):
                continue
            if row_matches(self.pieces, words.list[first : last + 1], known):
                yield first, last


def row_matches(pieces: Sequence[Piece], row: Sequence[Word], known: dict[tuple[int, str], bool]) -> bool:
    """Whether each word of the row is its piece; what was found of a piece and a word is `known`."""
    for place, (piece, word) in enumerate(zip(pieces, row, strict=True)):
        said = known.get((place, word.text))
        if said is None:
            said = known[place, word.text] = piece.matches(word.text)
        if not said:
            return False
    return True


def replaced(text: str, pattern: Pattern, replacement: str) -> str:
    """`text` with `replacement` wherever it has the pattern."""
    words = Words(text)
    made, end = [], 0
    for start, stop in sorted(words.span(*place) for place in pattern.found(words)):
        if start >= end:
            made += [words.source[end:start], replacement]
            end = stop
    return "".join([*made, words.source[end:]]) if made else text
