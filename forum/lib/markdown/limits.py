"""What of a Markdown text would cost too much, or be dropped by the library: refused, with the reason."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from forum.lib.html.limits import TOO_DEEP, TOO_MANY_ELEMENTS, TextRefused

LONGEST = 64 * 1024  # bytes of Markdown
NESTING = 100  # where the library drops text
DEEPEST = 20
MOST_CELLS = 2_000
MOST_PARTS = 5_000  # blocks, links and marks
MOST_BRACKETS = 2_000  # in one paragraph: for each, the library looks for its end through all of it
TOO_LONG = _l("El texto es demasiado largo: caben 64 kB, unas 10.000 palabras. Divídelo en varios mensajes.")
TOO_MANY_CELLS = _l("La tabla es demasiado grande: caben 2.000 celdas. Divídela o enlaza el documento.")
TOO_MANY_BRACKETS = _l("Hay demasiados corchetes en un mismo párrafo. Sepáralo en varios.")


def refuse_large_blocks(state: StateCore) -> None:
    """Refuse, before the costly work on what blocks hold, too many, too deep or too large ones."""
    refuse_large(state)
    if sum(token.type in ("td_open", "th_open") for token in state.tokens) > MOST_CELLS:
        raise TextRefused(TOO_MANY_CELLS)
    if any(token.type == "inline" and token.content.count("[") > MOST_BRACKETS for token in state.tokens):
        raise TextRefused(TOO_MANY_BRACKETS)


def refuse_large(state: StateCore) -> None:
    """Refuse too many parts, or too many within one another."""
    depth = parts = 0
    for step in steps(state.tokens):
        parts += step > 0
        depth += step
        if depth > DEEPEST:
            raise TextRefused(TOO_DEEP)
    if parts > MOST_PARTS:
        raise TextRefused(TOO_MANY_ELEMENTS)


def steps(tokens: Iterable[Token]) -> Iterable[int]:
    """For each part of a text, +1 where it begins and -1 where it ends."""
    for token in tokens:
        if token.nesting:
            yield token.nesting
        elif token.children:
            yield from steps(token.children)
        elif token.type not in ("text", "inline"):
            yield from (1, -1)
