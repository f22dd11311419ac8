"""Filling the blanks of a duty page in, on its finished HTML."""

import re
from collections.abc import Callable, Mapping
from html import escape

from flask_babel import gettext as _

from forum.home.blanks import BLANKS, MAIL, PLAIN_BLANK
from forum.lib.html.links import safe_link

TAG_OR_BLANK = re.compile(rf'<(?:[^">]|"[^"]*")*>|{PLAIN_BLANK.pattern}')


def fillable(html: str) -> set[str]:
    """The names of the blanks in the HTML of a text that can be filled in: those with no tag inside."""
    return {found[1] for found in TAG_OR_BLANK.finditer(html) if found[1]}


def filled(html: str, values: Mapping[str, str], *, show_gaps: bool) -> str:
    """The safe HTML of a text with its blanks filled in.

    An empty one shows what the text says for it, or with `show_gaps`, to those who can fill it in, its name.
    """
    return TAG_OR_BLANK.sub(filler(values, show_gaps), html)


def filler(values: Mapping[str, str], show_gaps: bool) -> Callable[[re.Match[str]], str]:
    """What a blank becomes; a tag stays as it is."""

    def fill(found: re.Match[str]) -> str:
        name, otherwise = found[1], found[2]
        if name and values.get(name):
            return shown(name, values[name])
        if name not in BLANKS:
            return found[0]
        if show_gaps and BLANKS[name].needed:
            return f"<mark>[{escape(str(BLANKS[name].label))}]</mark>"
        return otherwise or escape(_("se publicará aquí"))

    return fill


def shown(name: str, value: str) -> str:
    """A value as safe HTML: an address is a link, a choice its words."""
    if name in BLANKS and value in BLANKS[name].choices:
        return escape(str(BLANKS[name].choices[value]))
    text = escape(value)
    if MAIL.fullmatch(value):
        return f'<a href="mailto:{text}">{text}</a>'
    if value.startswith(("https://", "http://")) and (address := safe_link(value)):
        return f'<a href="{escape(address)}">{text}</a>'
    return text
