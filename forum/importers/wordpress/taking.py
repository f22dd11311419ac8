"""Bringing over the pictures that texts show: found in a folder, drawn anew, and kept under their digest."""

import hashlib
from base64 import b64decode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from forum.importers.wordpress import notes
from forum.importers.wordpress.addresses import below, folded
from forum.importers.wordpress.folder import Folder, original
from forum.lib.pictures import LARGEST_FILE, Facts, Picture, PictureRefused, redraw
from forum.lib.pictures.refusals import TOO_HEAVY


@dataclass(frozen=True)
class Known:
    """The files of earlier imports: names by the path that they had, and by their digest as they came."""

    by_path: Mapping[str, str] = field(default_factory=dict)
    by_digest: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Site:
    """The path of a site, and the hosts that its files are on."""

    path: str = ""
    hosts: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Taken:
    """What became of one file: its name here, or why it has none."""

    name: str = ""
    why: object = None


class Taking:
    """Finds the files of a site and takes each once. `store` keeps the bytes of one; a dry run keeps none."""

    def __init__(
        self, site: Site, folder: Folder | None, known: Known, store: Callable[[Picture], None]
    ) -> None:
        self.site, self.folder, self.known, self.store = site, folder, known, store
        self.asked: dict[str, Taken] = {}
        self.drawn: dict[str, Facts] = {}
        self.digests: dict[str, str] = {}

    def name_of(self, address: str) -> str:
        """The name here of the file that was at this address; empty if there is none."""
        path = self.path_of(address)
        return self.taken(path).name if path else ""

    def path_of(self, address: str) -> str:
        """What a file of the site is kept by: the path of its address, the original's for a smaller one."""
        try:
            parts = urlsplit(address)
        except ValueError:
            return ""
        if (parts.hostname or "") not in self.site.hosts:
            return ""
        path = folded(parts.path)
        return original(below(self.site.path, path) or path)

    def taken(self, path: str) -> Taken:
        """What became of the file at a path, found out the first time that it is asked for."""
        if path not in self.asked:
            self.asked[path] = self.take(path)
        return self.asked[path]

    def take(self, path: str) -> Taken:
        """Take the file that was at a path."""
        found = self.folder.find(path) if self.folder else None
        if found is not None:
            return self.draw(found)
        if path in self.known.by_path:
            return Taken(self.known.by_path[path])
        return Taken(why=notes.MISSING_FILE if self.folder else notes.ATTACHMENT)

    def draw(self, path: Path) -> Taken:
        """Draw a picture anew, unless it came before."""
        try:
            if path.stat().st_size > LARGEST_FILE:
                return Taken(why=TOO_HEAVY)
            data = path.read_bytes()
        except OSError:
            return Taken(why=notes.UNREADABLE_FILE)
        return self.drawn_from(data)

    def inline(self, address: str) -> Taken:
        """Draw a picture that is written into the text itself, as `data:` and Base64."""
        try:
            return self.drawn_from(b64decode(unquote(address.partition(",")[2])))
        except ValueError:
            return Taken(why=notes.INLINE_PICTURE)

    def drawn_from(self, data: bytes) -> Taken:
        """A picture drawn anew from its bytes."""
        digest = hashlib.sha256(data).hexdigest()
        name = self.known.by_digest.get(digest) or self.digests.get(digest)
        if name is not None:
            return Taken(name)
        try:
            picture = redraw(data)
        except PictureRefused as refused:
            return Taken(why=refused.message)
        self.store(picture)
        self.drawn[picture.name], self.digests[digest] = picture.facts, picture.name
        return Taken(picture.name)


def discard(picture: Picture) -> None:
    """What is done with a picture where nothing may change."""


def nothing_here() -> Taking:
    """For texts whose files are not at hand."""
    return Taking(Site(), None, Known(), discard)
