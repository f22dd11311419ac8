"""Tables: every cell that was written is shown, in a box that scrolls, under headings that say so."""

import re
from collections.abc import Iterable, Iterator, Sequence

from markdown_it.common.utils import mdTrim
from markdown_it.renderer import RendererHTML
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block.table import escapedSplit, getLine, table
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from forum.lib.markdown.figures import SOURCE

MARKS = re.compile(r"[*_]+")


def whole_table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """The library's rule, which leaves out the cells that a row has beyond its heading; here they stay.

    A line «Fuente: …» ends the table, and is no row of it.
    """
    is_table = table(state, start, end, True)
    if silent or not is_table:
        return is_table
    before = len(state.tokens)
    table(state, start, source_line(state, start + 2, end), False)
    state.tokens[before:] = list(with_every_cell(state, state.tokens[before:]))
    return True


def source_line(state: StateBlock, start: int, end: int) -> int:
    """Where the source of a table stands whose rows begin at `start`; `end` if it has none."""
    for line in range(start, end):
        words = getLine(state, line)
        if state.isEmpty(line) or ("|" not in words and SOURCE.match(MARKS.sub("", words))):
            return line
    return end


def with_every_cell(state: StateBlock, tokens: Iterable[Token]) -> Iterator[Token]:
    """The tokens of a table, with the cells that were left out at the ends of their rows."""
    shown = 0
    for token in tokens:
        if token.type == "tr_open":
            shown, line = 0, token.map[0] if token.map else 0
        elif token.type == "td_close":
            shown += 1
        elif token.type == "tr_close" and shown:
            for cell in cells_in(getLine(state, line))[shown:]:
                yield Token("td_open", "td", 1, block=True)
                yield Token("inline", "", 0, content=mdTrim(cell), children=[], map=[line, line + 1])
                yield Token("td_close", "td", -1, block=True)
        yield token


def cells_in(line: str) -> list[str]:
    """The cells that a line of a table says; the bars at its ends are its frame."""
    cells = escapedSplit(mdTrim(line))
    return cells[cells[:1] == [""] : len(cells) - (cells[-1:] == [""])]


def empty_headings_are_cells(state: StateCore) -> None:
    """A heading cell without words heads nothing: the empty corner of a table is a plain cell."""
    tokens = state.tokens
    for i, token in enumerate(tokens):
        if token.type == "th_open" and not tokens[i + 1].content.strip():
            token.tag = tokens[i + 2].tag = "td"


def table_open(
    self: RendererHTML, tokens: Sequence[Token], i: int, options: OptionsDict, env: EnvType
) -> str:
    """A table that scrolls inside itself where it is too wide, also by keyboard."""
    return '<div class="scroll" tabindex="0" role="group" aria-label="Tabla"><table class="table">\n'


def table_close(
    self: RendererHTML, tokens: Sequence[Token], i: int, options: OptionsDict, env: EnvType
) -> str:
    """The end of both."""
    return "</table></div>\n"


def cell_open(self: RendererHTML, tokens: Sequence[Token], i: int, options: OptionsDict, env: EnvType) -> str:
    """A cell; one aligned to the right holds numbers."""
    token = tokens[i]
    number = ' class="num"' if "right" in str(token.attrGet("style") or "") else ""
    scope = ' scope="col"' if token.tag == "th" else ""
    return f"<{token.tag}{scope}{number}>"


RENDERING = {"table_open": table_open, "table_close": table_close, "th_open": cell_open, "td_open": cell_open}
