"""A folder with the files of a site: laid out as its uploads are, or all in one place."""

import os
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from posixpath import basename

VARIANT = re.compile(r"(.+)-(?:\d{1,5}x\d{1,5}|scaled|rotated|e\d{10,13})(\.\w+)")


def original(path: str) -> str:
    """The path of the file that WordPress made a smaller, turned or cut one of; any other path as it is."""
    while found := VARIANT.fullmatch(path):
        path = found[1] + found[2]
    return path


class Folder:
    """The files below a folder by their path, folded; of a picture in several sizes the original.

    No links are followed.
    """

    def __init__(self, root: Path) -> None:
        self.files: dict[str, Path] = {}
        self.by_name: dict[str, set[Path]] = {}
        found = {fold(path.relative_to(root).as_posix()): path for path in files_below(root)}
        for folded in sorted(found, key=lambda folded: (folded != original(folded), -size_of(found[folded]))):
            path = self.files.setdefault(original(folded), found[folded])
            self.by_name.setdefault(basename(original(folded)), set()).add(path)

    def find(self, path: str) -> Path | None:
        """The file that was recorded at `path`, or at the longest end of it that there is one at.

        The name alone counts only if one file has it.
        """
        parts = original(fold(path)).split("/")
        for start in range(len(parts) - 1):
            found = self.files.get("/".join(parts[start:]))
            if found is not None:
                return found
        named = self.by_name.get(parts[-1], set())
        return next(iter(named)) if len(named) == 1 else None


def size_of(path: Path) -> int:
    """The bytes of a file; none if it went away."""
    try:
        return path.stat().st_size
    except OSError:
        return 0


def fold(path: str) -> str:
    """A path as it is compared: systems differ in how they write accents, and in capitals."""
    return unicodedata.normalize("NFC", path).casefold().strip("/")


def files_below(root: Path) -> Iterator[Path]:
    """Every file below a folder, in order; no links."""
    for folder, folders, names in os.walk(root):
        folders.sort()
        for name in sorted(names):
            path = Path(folder, name)
            if path.is_file() and not path.is_symlink():
                yield path
