"""Block comments (`<!-- wp:… -->`): the HTML between them stays; what only a comment says is written out."""

import json
import re
from collections.abc import Callable, Mapping
from html import escape

from forum.importers.wordpress.library import Place
from forum.importers.wordpress.notes import MADE_WHEN_SHOWN, MISSING_BLOCK, Notes

JSON = r"\{(?:(?!-->).)*?\}"
ALONE = re.compile(rf"<!--\s+wp:([a-z][\w/-]*)\s+({JSON}\s+)?/-->", re.DOTALL)
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
NEXT_PAGE = re.compile(r"<!--(?:nextpage|more\b.*?)-->", re.DOTALL)
UNSEEN = frozenset({"spacer", "nextpage", "more"})
DEEPEST = 5

Handler = Callable[[Mapping[str, object], Place, Notes], str]


def has_blocks(text: str) -> bool:
    """Whether the text was written with the block editor."""
    return "<!-- wp:" in text


def without_comments(text: str, place: Place, notes: Notes, depth: int = 0) -> str:
    """`text` without block comments, «more», page breaks and other comments, and with what some stand for."""

    def shown(found: re.Match[str]) -> str:
        name, attributes = found[1].removeprefix("core/"), attributes_in(found[2])
        if name == "block":
            return reusable(attributes, place, notes, depth)
        if name in WRITTEN:
            return WRITTEN[name](attributes, place, notes)
        if name not in UNSEEN:
            notes.add(MADE_WHEN_SHOWN, name)
        return ""

    return COMMENT.sub("", NEXT_PAGE.sub("\n\n", ALONE.sub(shown, text)))


def attributes_in(text: str | None) -> Mapping[str, object]:
    """The attributes of a block; none if they cannot be read."""
    try:
        read = json.loads(text or "{}")
    except ValueError:
        return {}
    return read if isinstance(read, dict) else {}


def reusable(attributes: Mapping[str, object], place: Place, notes: Notes, depth: int) -> str:
    """The content of a reusable block, which stands elsewhere in the file."""
    number = str(attributes.get("ref", ""))
    if number not in place.library.blocks or depth >= DEEPEST:
        notes.add(MISSING_BLOCK, number)
        return ""
    return without_comments(place.library.blocks[number], place, notes, depth + 1)


def social_link(attributes: Mapping[str, object], place: Place, notes: Notes) -> str:
    """A link that is shown as the mark of a service."""
    address = str(attributes.get("url", ""))
    label = str(attributes.get("label") or attributes.get("service") or address)
    return f'<li><a href="{escape(address)}">{escape(label)}</a></li>' if address else ""


def footnotes(attributes: Mapping[str, object], place: Place, notes: Notes) -> str:
    """The list of the text's footnotes."""
    return (
        "<ol>" + "".join(f"<li>{text}</li>" for text in place.footnotes) + "</ol>" if place.footnotes else ""
    )


WRITTEN: dict[str, Handler] = {"social-link": social_link, "footnotes": footnotes}
