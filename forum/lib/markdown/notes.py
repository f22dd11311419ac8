"""Footnotes and definitions of links: what nothing refers to stays in the text instead of vanishing."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from forum.lib.markdown.links import said


class References(dict[str, Any]):
    """The addresses that a text defines, by name; it remembers which were asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.used: set[str] = set()

    def get(self, name: str, default: Any = None) -> Any:
        """The address of that name."""
        self.used.add(name)
        return super().get(name, default)


def keep_unused_notes(state: StateCore) -> None:
    """Leave in its place each footnote that nothing refers to; of two with one name, the first."""
    if any(token.type == "footnote_reference_open" for token in state.tokens):
        kept = used_notes(state)
        state.tokens = list(with_plain_notes(state.tokens, kept))


def used_notes(state: StateCore) -> set[int]:
    """Where the footnotes begin that become notes at the end: by name the last, and not inside another."""
    places: dict[str, int] = {}
    depth = 0
    for i, token in enumerate(state.tokens):
        if token.type == "footnote_reference_open":
            if not depth and state.env["footnotes"]["refs"][f":{token.meta['label']}"] >= 0:
                places[token.meta["label"]] = i
            depth += 1
        depth -= token.type == "footnote_reference_close"
    return set(places.values())


def with_plain_notes(tokens: Sequence[Token], kept: set[int]) -> Iterator[Token]:
    """The tokens, with all other footnotes as plain blocks that say their name."""
    open_ones: list[bool] = []  # of the footnotes we are in, whether each is kept
    name = ""
    for i, token in enumerate(tokens):
        if token.type == "footnote_reference_open":
            open_ones.append(i in kept)
            if open_ones[-1]:
                yield token
            else:
                name += f"[^{token.meta['label']}]: "
        elif token.type == "footnote_reference_close":
            if name:
                yield from paragraph(name)
            name = ""
            if open_ones.pop():
                yield token
        else:
            name = name and named(token, name)
            yield token


def named(token: Token, name: str) -> str:
    """Have a token say the name before its words, if it has any; what of the name is still to be said."""
    if token.type != "inline":
        return name
    token.children = [said(name), *(token.children or ())]
    token.content = name + token.content
    return ""


def keep_unused_definitions(state: StateCore) -> None:
    """Leave in its place each definition of a link that no link uses."""
    if any(token.type == "definition" for token in state.tokens):
        state.tokens = list(with_plain_definitions(state))


def with_plain_definitions(state: StateCore) -> Iterator[Token]:
    """The tokens, without the definitions that are in use, and with paragraphs for the others."""
    references = state.env["references"]
    for token in state.tokens:
        if token.type != "definition":
            yield token
        elif token.meta["id"] not in references.used or references[token.meta["id"]]["map"] != token.map:
            title = f' "{token.meta["title"]}"' if token.meta["title"] else ""
            url = state.md.normalizeLinkText(token.meta["url"])
            yield from paragraph(f"[{token.meta['label']}]: {url}{title}")


def paragraph(words: str) -> Iterable[Token]:
    """The tokens of a paragraph of plain words."""
    yield Token("paragraph_open", "p", 1, block=True)
    yield Token("inline", "", 0, content=words, children=[said(words)], block=True)
    yield Token("paragraph_close", "p", -1, block=True)


def footnote_anchor(
    self: RendererHTML, tokens: Sequence[Token], i: int, options: OptionsDict, env: EnvType
) -> str:
    """The way back from a note to where it was referred to."""
    meta = tokens[i].meta
    place = f"fnref-{env['docId']}-{meta['id'] + 1}" + (f":{meta['subId']}" if meta["subId"] > 0 else "")
    return f' <a href="#{place}" class="footnote-backref" aria-label="Volver al texto">↩︎</a>'
