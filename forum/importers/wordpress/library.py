"""What a text of an export may refer to: pictures, reusable blocks, its own footnotes."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from html import escape
from urllib.parse import unquote, urlsplit

from forum.importers.wordpress.folder import fold, original
from forum.importers.wordpress.labels import item_label
from forum.importers.wordpress.taking import Taking, nothing_here
from forum.importers.wordpress.wxr import Item

NUMBERED = re.compile(r"\bwp-image-(\d+)\b")
PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|bmp|svg|tiff?|heic)$", re.IGNORECASE)


@dataclass(frozen=True)
class Picture:
    """An attachment: where it was, what it shows, and what stood under it (HTML)."""

    id: str
    url: str
    alt: str = ""
    title: str = ""
    caption: str = ""
    parent: str = ""
    page: str = ""
    label: str = ""

    @property
    def said(self) -> str:
        """How a report calls it: a document with its address, where its readers find it."""
        return self.label if is_picture(self.url) else f"{self.label} ({self.url})"

    @property
    def html(self) -> str:
        """The picture as a figure, with its caption if it has one."""
        below = f"<figcaption>{self.caption}</figcaption>" if self.caption else ""
        return f"<figure>{self.image}{below}</figure>"

    @property
    def image(self) -> str:
        """The picture alone; a file that is none, as a link."""
        if not is_picture(self.url):
            return f'<a href="{escape(self.url)}">{escape(self.title or self.url)}</a>'
        return f'<img src="{escape(self.url)}" alt="{escape(self.alt or self.title)}">'


@dataclass(frozen=True)
class Library:
    """The parts of an export that its texts refer to by number."""

    pictures: Mapping[str, Picture] = field(default_factory=dict)
    blocks: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def by_path(self) -> Mapping[str, Picture]:
        """The pictures by the path of their file."""
        return {file_path(picture.url): picture for picture in self.pictures.values()}

    @cached_property
    def pages(self) -> frozenset[str]:
        """The addresses of the pages that show a file alone."""
        return frozenset(picture.page for picture in self.pictures.values() if picture.page)

    def recorded(self, address: str, classes: str = "") -> Picture | None:
        """The attachment that an image of a text shows, by the number in its classes or by its address."""
        numbered = NUMBERED.search(classes)
        return (numbered and self.pictures.get(numbered[1])) or self.by_path.get(file_path(address))

    def of_parent(self, item_id: str) -> Iterable[Picture]:
        """The pictures that were uploaded to an item, in their order."""
        return [row for row in self.pictures.values() if row.parent == item_id and is_picture(row.url)]


@dataclass(frozen=True)
class Place:
    """Where a text stands: its item, the address that relative ones start from, and its footnotes."""

    library: Library = field(default_factory=Library)
    base: str = ""
    item_id: str = ""
    footnotes: tuple[str, ...] = ()
    taking: Taking = field(default_factory=nothing_here)


def is_picture(address: str) -> bool:
    """Whether an address looks like a picture's."""
    try:
        return PICTURE.search(urlsplit(address).path) is not None
    except ValueError:
        return False


def file_path(address: str) -> str:
    """The path of a file's address, the original's for a smaller one."""
    try:
        return original(fold(unquote(urlsplit(address).path)))
    except ValueError:
        return address


def picture_of(item: Item) -> Picture:
    """An attachment as a picture: its description stands in for a caption that it lacks."""
    return Picture(
        id=item.id,
        url=item.attachment_url or item.link,
        alt=item.meta.get("_wp_attachment_image_alt", ""),
        title=item.title,
        caption=item.excerpt,
        parent=item.parent,
        page=item.link,
        label=item_label(item),
    )


def footnotes_of(item: Item) -> tuple[str, ...]:
    """The texts of an item's footnotes, in order; none where what is kept of them cannot be read."""
    try:
        rows = json.loads(item.meta.get("footnotes") or "[]")
        return tuple(str(row["content"]) for row in rows)
    except (ValueError, TypeError, KeyError):
        return ()
