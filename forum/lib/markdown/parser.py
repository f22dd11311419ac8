"""The Markdown that people may write: CommonMark with tables, footnotes, task lists and bare links."""

from collections.abc import Iterable, Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.tasklists import tasklists_plugin

from forum.lib.html.headings import heading_levels
from forum.lib.html.links import is_own_file, safe_link
from forum.lib.markdown.figures import make_figures
from forum.lib.markdown.quotes import name_quotes

NESTING = 100  # where the library drops text; `render` refuses long before


def deepest(tokens: Iterable[Token], above: int = 0) -> int:
    """How deep blocks and marks nest."""
    depth = 0
    for token in tokens:
        depth = max(depth, above + token.level)
        if token.children:
            depth = max(depth, deepest(token.children, above + token.level))
    return depth


def shift_headings(state: StateCore) -> None:
    """Put a text's headings under those of the page, its topmost as h3, without gaps between levels."""
    headings = [token for token in state.tokens if token.type in ("heading_open", "heading_close")]
    under = heading_levels(token.tag for token in headings)
    for token in headings:
        token.tag = under[token.tag]


def link_foreign_pictures(state: StateCore) -> None:
    """Make a plain link of each picture that is not of this site: no page loads anything from elsewhere."""
    for token in state.tokens:
        if token.children:
            token.children = [part for child in token.children for part in own_or_linked(child)]


def own_or_linked(token: Token) -> Sequence[Token]:
    """A token as it is, or a foreign picture as the tokens of a link with its description."""
    source = str(token.attrGet("src") or "") if token.type == "image" else ""
    if token.type != "image" or is_own_file(source):
        return (token,)
    opened = Token("link_open", "a", 1, attrs={"href": source}, level=token.level)
    text = Token("text", "", 0, content=token.content or source, level=token.level + 1)
    return (opened, text, Token("link_close", "a", -1, level=token.level))


def plain_tasks(state: StateCore) -> None:
    """Show the boxes of task lists as signs: nobody can tick them here."""
    for token in state.tokens:
        for child in token.children or ():
            if child.type == "html_inline" and "task-list-item-checkbox" in child.content:
                child.content = f'<span class="task">{"☑" if "checked=" in child.content else "☐"}</span>'


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
    return "</table></div>\n"


def cell_open(self: RendererHTML, tokens: Sequence[Token], i: int, options: OptionsDict, env: EnvType) -> str:
    """A cell; one aligned to the right holds numbers."""
    token = tokens[i]
    number = ' class="num"' if "right" in str(token.attrGet("style") or "") else ""
    scope = ' scope="col"' if token.tag == "th" else ""
    return f"<{token.tag}{scope}{number}>"


def make_parser() -> MarkdownIt:
    """The parser with all that is added to the library's."""
    made = MarkdownIt("gfm-like", {"html": False, "linkify": True, "maxNesting": NESTING})
    made.use(footnote_plugin).use(tasklists_plugin)
    made.validateLink = lambda url: safe_link(url) is not None  # type: ignore[method-assign]
    rules: tuple[tuple[str, Any], ...] = (
        ("shift_headings", shift_headings),
        ("link_foreign_pictures", link_foreign_pictures),
        ("plain_tasks", plain_tasks),
        ("empty_headings_are_cells", empty_headings_are_cells),
        ("name_quotes", name_quotes),
        ("make_figures", make_figures),
    )
    for name, rule in rules:
        made.core.ruler.push(name, rule)
    for name, draw in (("table_open", table_open), ("table_close", table_close)):
        made.add_render_rule(name, draw)
    made.add_render_rule("td_open", cell_open)
    made.add_render_rule("th_open", cell_open)
    return made


parser = make_parser()
