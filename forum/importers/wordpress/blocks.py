"""Block comments (`<!-- wp:… -->`): the HTML between them stays; what only a comment says is written out."""

import json
import re
from collections.abc import Callable, Mapping
from html import escape

from forum.importers.wordpress.library import Place
from forum.importers.wordpress.notes import MADE_WHEN_SHOWN, MISSING_BLOCK, MISSING_PICTURE, Notes

COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)
PAUSE = re.compile(r"nextpage|more\b.*", re.DOTALL)
ALONE = re.compile(r"\s+wp:([a-z][\w/-]*)\s+(\{.*\}\s+)?/", re.DOTALL)
UNSEEN = frozenset({"spacer", "nextpage", "more"})
DEEPEST = 5

Handler = Callable[[Mapping[str, object], Place, Notes], str]


def has_blocks(text: str) -> bool:
    """Whether the text was written with the block editor."""
    return "<!-- wp:" in text


def with_blocks(text: str, place: Place, notes: Notes, depth: int = 0) -> str:
    """`text` without block comments, «more», page breaks and other comments, and with what some stand for."""

    def shown(found: re.Match[str]) -> str:
        if PAUSE.fullmatch(found[1]):
            return "\n\n"
        alone = ALONE.fullmatch(found[1])
        return written_out(alone[1], alone[2], place, notes, depth) if alone else ""

    return without_comments(text, shown)


def nothing(found: re.Match[str]) -> str:
    """What a comment shows."""
    return ""


def without_comments(text: str, shown: Callable[[re.Match[str]], str] = nothing) -> str:
    """`text` with what is shown for each comment; one that never ends hides the rest, as in a browser."""
    end = text.rfind("-->") + len("-->") if "-->" in text else 0
    return COMMENT.sub(shown, text[:end]) + text[end:].partition("<!--")[0]


def written_out(name: str, attributes: str | None, place: Place, notes: Notes, depth: int) -> str:
    """What stands for a block that is only a comment; noted if WordPress makes it anew each time."""
    name, said = name.removeprefix("core/"), attributes_in(attributes)
    if name == "block":
        return reusable(said, place, notes, depth)
    if name in WRITTEN:
        return WRITTEN[name](said, place, notes)
    if address_in(said):
        return f"\n\n{escape(address_in(said))}\n\n"
    if name not in UNSEEN:
        notes.add(MADE_WHEN_SHOWN, name)
    return ""


def address_in(attributes: Mapping[str, object]) -> str:
    """The address of what a block embeds: it becomes a link."""
    found = next((attributes[name] for name in ("url", "src", "href") if attributes.get(name)), "")
    return found if isinstance(found, str) and found.startswith(("http://", "https://")) else ""


def gallery(attributes: Mapping[str, object], place: Place, notes: Notes) -> str:
    """A gallery of the first kind that names its pictures by number and holds none."""
    named = attributes.get("ids")
    numbers = [str(number) for number in named] if isinstance(named, list) else []
    for missing in numbers:
        if missing not in place.library.pictures:
            notes.add(MISSING_PICTURE, missing)
    return "".join(place.library.pictures[one].html for one in numbers if one in place.library.pictures)


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
    return with_blocks(place.library.blocks[number], place, notes, depth + 1)


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


WRITTEN: dict[str, Handler] = {"social-link": social_link, "footnotes": footnotes, "gallery": gallery}
