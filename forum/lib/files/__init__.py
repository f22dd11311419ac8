"""The store of files: bytes by name, in the data folder or in an S3-compatible store.

A name begins with the digest of what it names, so that a file never changes.
"""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Protocol

from flask import current_app

from forum.lib.files.folder import FolderStore, make_durable
from forum.lib.files.s3 import S3Store
from forum.lib.files.silence import StoreSilent

__all__ = ["KEY", "FileStore", "FolderStore", "S3Store", "StoreSilent", "file_store", "make_durable"]
KEY = "files"


class FileStore(Protocol):
    """What each store does. One that is elsewhere raises StoreSilent where it does not answer."""

    def put(self, name: str, data: bytes) -> str | None:
        """Keep `data` under `name`, whole or not at all; written anew if it is there, so that it is young.

        It is durable then. Gives what take_back asks for, or None where there is nothing to take back.
        """

    def take_back(self, name: str, receipt: str | None) -> None:
        """Forget what put has just kept, unless it was there before, or was put again since."""

    def read(self, name: str) -> bytes:
        """The bytes of a file. Raises FileNotFoundError."""

    def exists(self, name: str) -> bool:
        """Whether the file is there."""

    def written(self, name: str) -> datetime:
        """When it was put there last. Raises FileNotFoundError."""

    def names(self) -> Iterator[str]:
        """The names of all files."""

    def delete(self, name: str, written_before: datetime) -> bool:
        """Forget a file, unless it was written since; gives whether it is gone."""

    def refuse_to_start(self) -> None:
        """Raise StoreSilent if it answers that it will never do: wrong credentials, no such bucket."""

    def is_silent(self) -> bool:
        """Whether it did not answer this process when it was last asked."""


def file_store() -> FileStore:
    """The store of this application."""
    config, kept = current_app.config, current_app.extensions
    if KEY not in kept:
        url = config["FILES_URL"]
        kept.setdefault(KEY, S3Store(url) if url else FolderStore(Path(config["DATA_DIR"]) / "files"))
    return kept[KEY]
