"""Writing an archive and reading one: a plain tar, of files with names that we know and nothing else."""

import hashlib
import io
import os
import re
import tarfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from forum.lib.commands import CannotDo
from forum.operations.archive import manifest
from forum.operations.archive.manifest import Manifest, Part, read_manifest

DATABASES = {"sqlite": "database.sqlite", "postgresql": "database.pgdump"}
KEYS = ("secret.key", "audit.key")
HEADS = "audit.heads"
SMALL = {*KEYS, HEADS}
FILE = re.compile(r"files/(?P<folder>[0-9a-z]{2})/(?P<name>(?P=folder)[0-9a-z]+\.[0-9a-z]+)", re.ASCII)
CHUNK = 1024 * 1024


class Packing:
    """An archive that is being written."""

    def __init__(self, file: BinaryIO) -> None:
        self.tar = tarfile.TarFile(fileobj=file, mode="w", format=tarfile.PAX_FORMAT)
        self.parts: dict[str, Part] = {}

    def add(self, name: str, source: BinaryIO) -> None:
        """Add what can be read of `source`, from its start."""
        size = source.seek(0, os.SEEK_END)
        source.seek(0)
        read = Hashed(source)
        self.tar.addfile(self.info(name, size), read)
        self.parts[name] = Part(size, read.digest.hexdigest())

    def add_file(self, name: str, path: Path) -> None:
        """Add a file, if it is there."""
        try:
            source = path.open("rb")
        except FileNotFoundError:
            return
        with source:
            self.add(name, source)

    def close(self, said: Manifest) -> None:
        """Add the manifest, and end."""
        content = said.as_bytes()
        self.tar.addfile(self.info(manifest.NAME, len(content)), io.BytesIO(content))
        self.tar.close()

    def info(self, name: str, size: int) -> tarfile.TarInfo:
        """What the archive tells of a file: who unpacks it by hand is the only one to read it."""
        info = tarfile.TarInfo(name)
        info.size, info.mode, info.mtime = size, 0o600, int(time.time())
        return info


class Hashed:
    """A file whose digest is that of what was read of it."""

    def __init__(self, source: BinaryIO) -> None:
        self.source, self.digest = source, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self.source.read(size)
        self.digest.update(data)
        return data


@contextmanager
def damage_told() -> Iterator[None]:
    """Say in one line that an archive cannot be read."""
    try:
        yield
    except (tarfile.TarError, EOFError, ValueError) as failure:
        raise CannotDo(f"the archive is damaged: {failure}") from None


def members(file: BinaryIO) -> Iterator[tuple[str, int, BinaryIO]]:
    """Name, size and content of each file in the archive. Raises CannotDo at whatever else is in it.

    Nothing is unpacked by the names that an archive gives: of paths, links and devices there can be none.
    """
    file.seek(0)
    seen = set()
    with tarfile.open(fileobj=file, mode="r:") as tar:
        for member in tar:
            name = member.name
            if not member.isreg() or member.sparse or not is_ours(name) or name in seen:
                raise CannotDo(f"the archive is none of ours: it holds {name[:100]!r}")
            seen.add(name)
            content = tar.extractfile(member)
            assert content is not None
            yield name, member.size, content  # type: ignore[misc]


def is_ours(name: str) -> bool:
    """Whether `backup` puts a file of this name into an archive."""
    return name in {manifest.NAME, *DATABASES.values(), *SMALL} or FILE.fullmatch(name) is not None


@damage_told()
def verified(file: BinaryIO, place: Callable[[str], Path | None]) -> Manifest:
    """The manifest of an archive, each of whose files is as it says; `place` may say where one is kept."""
    found: dict[str, Part] = {}
    said = None
    for name, size, content in members(file):
        if name == manifest.NAME:
            said = read_manifest(content.read(manifest.LARGEST))
        else:
            found[name] = copied(content, size, place(name))
    if said is None:
        raise CannotDo("the archive is damaged: it has no manifest, so that its end is missing")
    for name in sorted(found.keys() | said.parts.keys()):
        if found.get(name) != said.parts.get(name):
            raise CannotDo(f"the archive is damaged: {name[:100]!r} is not what the manifest says")
    if DATABASES.get(said.kind) not in found:
        raise CannotDo("the archive is damaged: there is no database in it")
    return said


def copied(content: BinaryIO, size: int, to: Path | None) -> Part:
    """Read a file of an archive, and write it `to` a place if one is given; gives what it was."""
    read, left = Hashed(content), size
    with open(to or os.devnull, "wb") as out:
        while left and (data := read.read(min(CHUNK, left))):
            left -= len(data)
            out.write(data)
    return Part(size - left, read.digest.hexdigest())
