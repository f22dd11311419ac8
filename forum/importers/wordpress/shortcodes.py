"""Shortcodes: `[caption]`, `[gallery]` and the others that WordPress replaces while it shows a text."""

import re
from collections.abc import Callable
from functools import partial
from html import escape, unescape

from forum.importers.wordpress.library import Place
from forum.importers.wordpress.notes import MISSING_PICTURE, UNKNOWN_SHORTCODE, Notes

QUOTED = r"\"[^\"]{0,2000}\"|'[^']{0,2000}'"
OPENING = re.compile(rf"\[([a-zA-Z][\w-]{{0,60}})((?:[\s=](?:{QUOTED}|[^\"'\[\]]){{0,2000}})?)\]")
CLOSING = re.compile(r"\[/([a-zA-Z][\w-]{0,60})\]")
PAIR = re.compile(rf"([\w-]+)\s*=\s*({QUOTED}|[^\s\"']+)")
OWN_NUMBER = re.compile(r"[\w-]{3,60}")
CAPTIONED = re.compile(r"\s*((?:<a\b[^>]*>)?\s*<img\b[^>]*>\s*(?:</a>)?)(.*)", re.DOTALL | re.IGNORECASE)

Handler = Callable[[str, str, Place, Notes], str | None]


def with_shortcodes(text: str, place: Place, notes: Notes) -> str:
    """`text` with what the known shortcodes show; the unknown ones stay as they are, and are noted."""
    last_closing = {found[1].lower(): found.start() for found in CLOSING.finditer(text)}
    parts, at = [], 0
    while found := OPENING.search(text, at):
        parts.append(text[at : found.start()])
        closed = last_closing.get(found[1].lower(), -1) >= found.end()
        shown, at = replaced(text, found, closed, place, notes)
        parts.append(shown)
    return "".join(parts) + text[at:]


def replaced(text: str, found: re.Match[str], closed: bool, place: Place, notes: Notes) -> tuple[str, int]:
    """What stands for a shortcode, and where the text goes on; `closed` if its end comes later."""
    name, attributes, end = found[1].lower(), found[2], found.end()
    if text[found.start() - 1 : found.start()] == "[" and text[end : end + 1] == "]":
        return found[0], end
    if name not in SHOWN or (name in NEVER_ALONE and not closed):
        if looks_meant(name, attributes, closed):
            notes.add(UNKNOWN_SHORTCODE, f"[{name}]")
        return found[0], end
    inner, after = "", end
    if name in ENCLOSING and closed:
        closing = next(row for row in CLOSING.finditer(text, end) if row[1].lower() == name)
        inner, after = text[end : closing.start()], closing.end()
    shown = SHOWN[name](attributes, inner, place, notes)
    if shown is None:
        notes.add(UNKNOWN_SHORTCODE, f"[{name}]")
        return found[0], end
    return shown, after


def looks_meant(name: str, attributes: str, closed: bool) -> bool:
    """Whether a word in brackets is a shortcode rather than a remark such as [sic]."""
    return closed or "=" in attributes or "-" in name or "_" in name


def pairs(attributes: str) -> dict[str, str]:
    """The named attributes of a shortcode."""
    return {name.lower(): unescape(value.strip("\"'")) for name, value in PAIR.findall(attributes)}


def caption(attributes: str, inner: str, place: Place, notes: Notes) -> str:
    """A picture with its caption; in old texts the caption is an attribute."""
    parts = CAPTIONED.fullmatch(inner)
    picture, below = (parts[1], parts[2]) if parts else ("", inner)
    below = below.strip() or pairs(attributes).get("caption", "")
    return f"<figure>{picture}<figcaption>{' '.join(below.split())}</figcaption></figure>"


def gallery(attributes: str, inner: str, place: Place, notes: Notes) -> str:
    """The pictures that it names, or those uploaded to the item."""
    named = pairs(attributes)
    ids = [word for word in re.split(r"[\s,]+", named.get("ids") or named.get("include", "")) if word]
    for missing in ids:
        if missing not in place.library.pictures:
            notes.add(MISSING_PICTURE, missing)
    if ids:
        chosen = [place.library.pictures[word] for word in ids if word in place.library.pictures]
    else:
        chosen = list(place.library.of_parent(named.get("id") or place.item_id))
    return "".join(f"\n\n{picture.html}\n\n" for picture in chosen)


def address(attributes: str, inner: str, place: Place, notes: Notes, by_number: str = "") -> str | None:
    """The address of what would be embedded, in a paragraph of its own: it becomes a link.

    `by_number` is that of what a service knows by a number or name of its own. None without any.
    """
    named = pairs(attributes)
    words = [unescape(word.strip("\"'")) for word in (inner.strip(), *attributes.strip(" =").split())]
    found = next((word for word in (*words, *named.values()) if re.match(r"https?://\S+$", word)), "")
    if not found and by_number:
        number = next((word for word in (named.get("id", ""), *words) if OWN_NUMBER.fullmatch(word)), "")
        found = by_number.format(number) if number else ""
    return f"\n\n{escape(found)}\n\n" if found else inner or None


def code(attributes: str, inner: str, place: Place, notes: Notes) -> str:
    """Program text, as it is."""
    return f"<pre><code>{escape(unescape(inner.strip(chr(10))), quote=False)}</code></pre>"


EMBEDS = """
audio bandcamp embed facebook flickr googlemaps instagram issuu soundcloud spotify tweet twitter video
videopress
""".split()
NUMBERED = {
    "dailymotion": "https://www.dailymotion.com/video/{}",
    "gist": "https://gist.github.com/{}",
    "scribd": "https://www.scribd.com/document/{}",
    "slideshare": "https://www.slideshare.net/slideshow/embed_code/{}",
    "ted": "https://www.ted.com/talks/view/id/{}",
    "vimeo": "https://vimeo.com/{}",
    "youtube": "https://www.youtube.com/watch?v={}",
}
SHOWN: dict[str, Handler] = {
    "caption": caption,
    "wp_caption": caption,
    "gallery": gallery,
    "playlist": gallery,
    **dict.fromkeys(EMBEDS, address),
    **{name: partial(address, by_number=form) for name, form in NUMBERED.items()},
    "code": code,
    "sourcecode": code,
}
NEVER_ALONE = frozenset({"caption", "wp_caption", "code", "sourcecode"})
ENCLOSING = NEVER_ALONE | {"embed", "audio", "video"}
