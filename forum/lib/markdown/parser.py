"""The Markdown that people may write: CommonMark with tables, footnotes, task lists and bare links."""

import re
from collections.abc import Callable, Sequence
from html import escape

from markdown_it import MarkdownIt
from markdown_it.common.utils import unescapeAll
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from mdit_py_plugins.footnote import footnote_plugin

from forum.lib.html.headings import heading_levels
from forum.lib.html.links import safe_link
from forum.lib.markdown.figures import make_figures
from forum.lib.markdown.limits import NESTING, refuse_large, refuse_large_blocks
from forum.lib.markdown.links import (
    Addresses,
    keep_under_path,
    link_foreign_pictures,
    link_scheme,
    say_empty_links,
)
from forum.lib.markdown.notes import footnote_anchor, keep_unused_definitions, keep_unused_notes
from forum.lib.markdown.quotes import name_quotes
from forum.lib.markdown.tables import RENDERING, empty_headings_are_cells, whole_table
from forum.lib.markdown.tasks import show_tasks

OPTIONS = {
    "html": False,
    "inline_definitions": True,
    "linkify": True,
    "maxNesting": NESTING,
    "tasklists": True,
}
LANGUAGE = re.compile(r"[\w.+#-]{1,20}")


def shift_headings(state: StateCore) -> None:
    """Put a text's headings under those of the page, its topmost as h3, without gaps between levels."""
    begun = [token for token in state.tokens if token.type == "heading_open"]
    ended = [token for token in state.tokens if token.type == "heading_close"]
    levels = heading_levels([token.tag for token in begun])
    for begin, end, level in zip(begun, ended, levels, strict=True):
        begin.tag = end.tag = level


def drop_empty_headings(state: StateCore) -> None:
    """Take out headings without words: they say nothing, and lists of headings would show them."""
    tokens = state.tokens
    empty = {
        i - 1
        for i, token in enumerate(tokens)
        if token.type == "inline" and not token.content.strip() and tokens[i - 1].type == "heading_open"
    }
    gone = {place for start in empty for place in (start, start + 1, start + 2)}
    state.tokens = [token for i, token in enumerate(tokens) if i not in gone]


def fence(self: RendererHTML, tokens: Sequence[Token], i: int, options: OptionsDict, env: EnvType) -> str:
    """Program text; what stands after its opening marks is shown too, unless it names the language."""
    info, content = unescapeAll(tokens[i].info).strip(), tokens[i].content
    if info and not (LANGUAGE.fullmatch(info) and content.strip()):
        content = f"{info}\n{content}"
    return f"<pre><code>{escape(content)}</code></pre>\n"


BLOCKS_READ: Sequence[Callable[[StateCore], None]] = (refuse_large_blocks, drop_empty_headings)
ALL_READ: Sequence[Callable[[StateCore], None]] = (
    refuse_large,
    shift_headings,
    keep_under_path,
    link_foreign_pictures,
    say_empty_links,
    show_tasks,
    empty_headings_are_cells,
    name_quotes,
    make_figures,
)


def make_parser() -> MarkdownIt:
    """The parser with all that is added to the library's."""
    made = MarkdownIt("gfm-like", OPTIONS).use(footnote_plugin)
    made.linkify = Addresses()
    made.validateLink = lambda url: safe_link(url) is not None  # type: ignore[method-assign]
    made.block.ruler.at("table", whole_table, {"alt": ["paragraph", "reference"]})
    made.inline.ruler.at("linkify", link_scheme)
    for rule in BLOCKS_READ:
        made.core.ruler.before("inline", rule.__name__, rule)
    for rule in (keep_unused_definitions, keep_unused_notes):
        made.core.ruler.before("footnote_tail", rule.__name__, rule)
    for rule in ALL_READ:
        made.core.ruler.push(rule.__name__, rule)
    for name, draw in {**RENDERING, "fence": fence, "footnote_anchor": footnote_anchor}.items():
        made.add_render_rule(name, draw)
    return made


parser = make_parser()
