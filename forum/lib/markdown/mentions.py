"""Who a text speaks to: «@usuario»."""

import re
from collections.abc import Iterable, Iterator

from markdown_it.token import Token

MENTION = re.compile(r"(?<![\w@/.+-])@(\w[\w.-]{1,38}\w)")


def names_in(tokens: Iterable[Token]) -> set[str]:
    """The names after an at sign, outside code, links and quotations."""
    return {name for words in own_words(tokens) for name in MENTION.findall(words)}


def own_words(tokens: Iterable[Token]) -> Iterator[str]:
    """The plain words of a text, without what it quotes, links or shows as code."""
    within = 0
    for token in tokens:
        if token.type in ("blockquote_open", "link_open", "blockquote_close", "link_close"):
            within += token.nesting
        elif within:
            continue
        elif token.type == "text":
            yield token.content
        elif token.type == "inline":
            yield from own_words(token.children or ())
