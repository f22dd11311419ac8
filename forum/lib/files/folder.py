"""Files in the data folder."""

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from forum.lib.transactions import slow


class FolderStore:
    """Files in a folder, spread over others by the first two characters of their names."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, name: str) -> Path:
        """Where the file of this name lies, or would."""
        return self.folder / name[:2] / name

    @slow
    def put(self, name: str, data: bytes) -> str | None:
        """See FileStore; the receipt tells when too: a disk gives the numbers of its files again."""
        path = self.path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, waiting = tempfile.mkstemp(dir=path.parent, prefix=".")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.utime(file.fileno(), ns=(now := time.time_ns(), now))
                receipt = stamp(os.fstat(file.fileno()))
                os.fsync(file.fileno())
            is_new = settle(waiting, path)
        except BaseException:
            os.unlink(waiting)
            raise
        make_durable(path.parent)
        return receipt if is_new else None

    def take_back(self, name: str, receipt: str | None) -> None:
        """Forget what put has just kept, unless it was there before, or was put again since."""
        if receipt is not None:
            self.delete_if(name, lambda aside: stamp(aside.stat()) == receipt)

    def read(self, name: str) -> bytes:
        """The bytes of a file. Raises FileNotFoundError."""
        return self.path(name).read_bytes()

    def exists(self, name: str) -> bool:
        """Whether the file is there."""
        return self.path(name).is_file()

    def written(self, name: str) -> datetime:
        """When it was put there last. Raises FileNotFoundError."""
        return datetime.fromtimestamp(self.path(name).stat().st_mtime, UTC)

    def names(self) -> Iterator[str]:
        """The names of all files."""
        return (path.name for path in self.folder.glob("??/[!.]*"))

    def delete(self, name: str, written_before: datetime) -> bool:
        """Forget a file, unless it was written since; gives whether it is gone."""
        return self.delete_if(name, lambda aside: aside.stat().st_mtime < written_before.timestamp())

    def refuse_to_start(self) -> None:
        """A folder is there, or will be."""

    def is_silent(self) -> bool:
        """Never: it is here."""
        return False

    def delete_if(self, name: str, is_due: Callable[[Path], bool]) -> bool:
        """Forget a file of which `is_due` says so; gives whether it is gone.

        It is set aside before one looks: what is put at that moment stays.
        """
        path = self.path(name)
        aside = path.with_name(f".{name}.gone")
        try:
            path.rename(aside)
        except FileNotFoundError:
            return True
        if is_due(aside):
            aside.unlink()
            return True
        aside.rename(path)
        return False


def stamp(facts: os.stat_result) -> str:
    """What tells one writing of a file from another."""
    return f"{facts.st_ino}-{facts.st_mtime_ns}"


def settle(waiting: str, path: Path) -> bool:
    """Give a written file its name, in place of another if need be; gives whether there was none."""
    try:
        os.link(waiting, path)
    except FileExistsError:
        os.replace(waiting, path)
        return False
    os.unlink(waiting)
    return True


def make_durable(folder: Path) -> None:
    """Have the names in a folder survive a loss of power."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
