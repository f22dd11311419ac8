"""Quotes of posts: a blockquote whose first paragraph is a link to the post."""

import re

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

POST = re.compile(r"(?:/[\w.-]+)*/posts/[\w:-]+")  # the site may live under a path


def name_quotes(state: StateCore) -> None:
    """Give quotes their class, and the paragraph that says whose it is another."""
    tokens = state.tokens
    for i, token in enumerate(tokens):
        if token.type != "blockquote_open":
            continue
        token.attrJoin("class", "quote")
        if i + 2 < len(tokens) and tokens[i + 1].type == "paragraph_open" and names_post(tokens[i + 2]):
            tokens[i + 1].attrJoin("class", "quote__by")


def names_post(inline: Token) -> bool:
    """Whether a paragraph is nothing but one link to a post of this site."""
    parts = inline.children or []
    if len(parts) < 2 or parts[0].type != "link_open" or parts[-1].type != "link_close":
        return False
    is_one = sum(part.type == "link_open" for part in parts) == 1
    return is_one and bool(POST.fullmatch(str(parts[0].attrGet("href") or "")))
