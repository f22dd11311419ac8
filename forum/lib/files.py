"""The store of files: bytes by name, in the data folder.

A name begins with the digest of what it names, so that a file never changes. What another store (S3) must be
able to do is what FileStore does.
"""

import os
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from flask import current_app

from forum.lib.transactions import slow


class FileStore:
    """Files in a folder, spread over others by the first two characters of their names."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, name: str) -> Path:
        """Where the file of this name lies, or would."""
        return self.folder / name[:2] / name

    @slow
    def put(self, name: str, data: bytes) -> None:
        """Keep `data` under `name`, whole or not at all; written anew if it is there, so that it is young."""
        path = self.path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, waiting = tempfile.mkstemp(dir=path.parent, prefix=".")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            os.replace(waiting, path)
        except BaseException:
            os.unlink(waiting)
            raise
        make_durable(path.parent)

    def read(self, name: str) -> bytes:
        """The bytes of a file. Raises FileNotFoundError."""
        return self.path(name).read_bytes()

    def exists(self, name: str) -> bool:
        """Whether the file is there."""
        return self.path(name).is_file()

    def names(self) -> Iterator[str]:
        """The names of all files."""
        return (path.name for path in self.folder.glob("??/[!.]*"))

    def delete(self, name: str, written_before: datetime) -> bool:
        """Forget a file, unless it was written since; gives whether it is gone.

        It is set aside before one looks how old it is: what is put at that moment stays.
        """
        path = self.path(name)
        aside = path.with_name(f".{name}.gone")
        try:
            path.rename(aside)
        except FileNotFoundError:
            return True
        if aside.stat().st_mtime < written_before.timestamp():
            aside.unlink()
            return True
        aside.rename(path)
        return False


def make_durable(folder: Path) -> None:
    """Have the names in a folder survive a loss of power."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def file_store() -> FileStore:
    """The store of this application."""
    return FileStore(Path(current_app.config["DATA_DIR"]) / "files")
