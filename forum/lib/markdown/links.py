"""Links and pictures in a text: bare addresses become links, and so do the pictures of other sites."""

import re
from collections.abc import Iterable, Iterator, Sequence

from linkify_it import LinkifyIt  # type: ignore[import-untyped]
from linkify_it.main import Match  # type: ignore[import-untyped]
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline import linkify as scheme_rule
from markdown_it.token import Token

from forum.lib.html.links import is_own_file

SCHEMES = frozenset({"http:", "https:", "mailto:"})
ENDINGS = ["app", "barcelona", "bcn", "cat", "dev", "eus", "gal", "madrid"]  # beside .com, .es and the like


class Addresses(LinkifyIt):
    """Finds what is meant as an address: with a scheme, an at sign or www.; «fin.Es decir» is none."""

    def __init__(self) -> None:
        super().__init__()
        self.tlds(ENDINGS, keep_old=True)

    def match(self, text: str) -> list[Match] | None:
        """The addresses in `text`, in order; None without any."""
        found = super().match(text) or []
        return [one for one in found if one.schema in SCHEMES or one.text[:4].lower() == "www."] or None


def link_scheme(state: StateInline, silent: bool) -> bool:
    """The library's rule for addresses that hold marks, asked only after a scheme: it looks far back."""
    if state.src[max(state.pos - 4, 0) : state.pos].lower() not in ("http", "ttps"):
        return False
    return scheme_rule(state, silent)


def keep_under_path(state: StateCore) -> None:
    """Have what a text calls `/debates/7` be in this site, where the site lives under a path of its host."""
    path = str(state.env["path"])
    if not path:
        return
    stay = re.compile(rf"(?!/)|/[/\\]|{re.escape(path)}(?![^/?#])")
    for child in (child for token in state.tokens for child in token.children or ()):
        for name in ("href", "src"):
            address = str(child.attrGet(name) or "")
            if not stay.match(address):
                child.attrSet(name, path + address)


def link_foreign_pictures(state: StateCore) -> None:
    """Make a plain link of each picture that is not of this site: no page loads anything from elsewhere."""
    for token in state.tokens:
        if any(child.type == "image" for child in token.children or ()):
            token.children = list(with_linked_pictures(token.children or ()))


def with_linked_pictures(tokens: Iterable[Token]) -> Iterator[Token]:
    """The tokens with links for foreign pictures; in a link, their words, and their links after it."""
    around, waiting = "", []
    for token in tokens:
        source = str(token.attrGet("src") or "")
        if token.type != "image" or is_own_file(source):
            yield token
        elif around:
            yield said(description(token) or source)
            waiting.append(source)
        else:
            yield from link(source, description(token) or source, str(token.attrGet("title") or ""))
        if token.type == "link_open":
            around = str(token.attrGet("href") or "#")
        elif token.type == "link_close":
            for other in waiting:
                yield from [said(" "), *link(other, other)] if other != around else []
            around, waiting = "", []


def description(picture: Token) -> str:
    """What a picture says it shows; else its title."""
    return plain(picture.children or ()).strip() or str(picture.attrGet("title") or "")


def plain(tokens: Iterable[Token]) -> str:
    """The words of tokens, without marks."""
    return "".join(
        plain(token.children) if token.children else " " if token.type == "softbreak" else token.content
        for token in tokens
    )


def say_empty_links(state: StateCore) -> None:
    """Show the address of a link that says nothing: it could not be seen, or be followed by ear."""
    for token in state.tokens:
        if any(child.type == "link_open" for child in token.children or ()):
            token.children = list(with_words(token.children or ()))


def with_words(tokens: Iterable[Token]) -> Iterator[Token]:
    """The tokens, with their address in links without words."""
    address, silent = "", False
    for token in tokens:
        if token.type == "link_open":
            address, silent = str(token.attrGet("href") or ""), True
        elif token.content.strip():
            silent = False
        elif token.type == "link_close" and silent:
            yield said(address)
        yield token


def link(address: str, words: str, title: str = "") -> Sequence[Token]:
    """The tokens of a link."""
    attrs: dict[str, str | int | float] = {"href": address, **({"title": title} if title else {})}
    return (Token("link_open", "a", 1, attrs=attrs), said(words), Token("link_close", "a", -1))


def said(words: str) -> Token:
    """The token of plain words."""
    return Token("text", "", 0, content=words)
