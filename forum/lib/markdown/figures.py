"""Figures: a picture alone in its paragraph, or a table, with caption and source.

The picture's title is the caption; a line «Fuente: …» that follows is the source.
"""

import re
from collections.abc import Iterator, Sequence

from flask_babel import gettext as _
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from forum.lib.markdown.links import plain

SOURCE = re.compile(r"(?:Fuentes?|Fonts?|Fontes?|Iturriak?|Sources?)\s?:", re.IGNORECASE)
SPECIAL = re.compile(r"[\\`*_\[\]<>&~^|\"]")


def make_figures(state: StateCore) -> None:
    """Rewrite the text's tokens with figures in them."""
    state.tokens = list(with_figures(state.tokens))


def with_figures(tokens: Sequence[Token]) -> Iterator[Token]:
    """The tokens, with figures around lone pictures and around tables that name their source."""
    i = 0
    while i < len(tokens):
        if is_paragraph(tokens, i) and is_lone_picture(tokens[i + 1]):
            picture, own_source = split_picture(tokens[i + 1])
            after = source_at(tokens, i + 3) if own_source is None else None
            yield from figure([picture], caption_of(picture), own_source or after)
            i += 6 if after else 3
        elif tokens[i].type == "table_open":
            end = next(j for j in range(i, len(tokens)) if tokens[j].type == "table_close")
            after = source_at(tokens, end + 1)
            table = tokens[i : end + 1]
            yield from figure(table, [], after) if after else table
            i = end + (4 if after else 1)
        else:
            yield tokens[i]
            i += 1


def is_paragraph(tokens: Sequence[Token], i: int) -> bool:
    """Whether a paragraph that is shown as one begins at `i`; those of tight lists are not."""
    return i + 2 < len(tokens) and tokens[i].type == "paragraph_open" and not tokens[i].hidden


def is_lone_picture(inline: Token) -> bool:
    """Whether a paragraph holds a picture and nothing else but perhaps its source on the next line."""
    parts = inline.children or []
    if not parts or parts[0].type != "image":
        return False
    if len(parts) == 1:
        return True
    return parts[1].type == "softbreak" and bool(SOURCE.match(plain(parts[2:])))


def split_picture(inline: Token) -> tuple[Token, list[Token] | None]:
    """The picture's own inline token, and the tokens of its source if they are in the same paragraph."""
    parts = inline.children or []
    alone = Token("inline", "", 0, children=parts[:1], content=inline.content, level=inline.level)
    return alone, parts[2:] or None


def caption_of(picture: Token) -> list[Token]:
    """The picture's title as its caption; taken off the picture, so that it is said once."""
    image = (picture.children or [])[0]
    title = str(image.attrs.pop("title", ""))
    return [Token("text", "", 0, content=title if title[-1] in ".?!…" else f"{title}.")] if title else []


def source_at(tokens: Sequence[Token], i: int) -> list[Token] | None:
    """The tokens of a paragraph at `i` that names a source."""
    if not is_paragraph(tokens, i) or not SOURCE.match(plain(tokens[i + 1].children or ())):
        return None
    return tokens[i + 1].children


def figure(
    shown: Sequence[Token], caption: Sequence[Token], source: Sequence[Token] | None
) -> Iterator[Token]:
    """A figure around `shown`."""
    yield Token("figure_open", "figure", 1, attrs={"class": "figure"}, block=True)
    yield from shown
    parts = [*caption, *([Token("text", "", 0, content=" ")] if caption and source else []), *(source or [])]
    if parts:
        yield Token("figcaption_open", "figcaption", 1, block=True)
        yield Token("inline", "", 0, children=parts, content="")
        yield Token("figcaption_close", "figcaption", -1, block=True)
    yield Token("figure_close", "figure", -1, block=True)


def figure_text(address: str, shown: str, caption: str = "", source: str = "") -> str:
    """The Markdown of a figure: a picture, what it shows, its caption and, with its marks, its source."""
    title = f' "{SPECIAL.sub(escaped, caption)}"' if caption else ""
    lines = [f"![{SPECIAL.sub(escaped, shown)}]({address}{title})"]
    if source:
        lines.append(source if SOURCE.match(source) else _("Fuente: %(source)s", source=source))
    return "\n".join(lines)


def escaped(mark: re.Match[str]) -> str:
    """A character that means nothing but itself."""
    return f"\\{mark[0]}"
