"""The index as files. `current` names the one that serves; a rebuild makes another beside it."""

import contextlib
import fcntl
import shutil
import threading
import time
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from pyroaring import BitMap
from whoosh import index as whoosh_index
from whoosh.index import FileIndex

from forum.lib.logs import log
from forum.search.engine import Document, Found, Hit, IndexBusy, IndexMissing, LaterThan, Scope, Search
from forum.search.whoosh_engine import building, workarounds
from forum.search.whoosh_engine.answering import alike, found
from forum.search.whoosh_engine.evaluate import everything
from forum.search.whoosh_engine.schema import FORMAT
from forum.search.whoosh_engine.snapshot import Snapshot
from forum.search.whoosh_engine.writing import PATIENCE, write

PAUSE = 0.02
ATTEMPTS = 5  # a commit or a swap may take away the files that are about to be opened

T = TypeVar("T")

workarounds.apply()


class WhooshEngine:
    """An index of posts in a folder of its own. Each thread has its own snapshot, opened after any fork."""

    name = "whoosh"
    follows = False

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.mine = threading.local()

    # reading

    def search(self, search: Search) -> Found:
        return self.read(lambda snapshot: found(snapshot, search))

    def similar(self, text: str, scope: Scope, limit: int, language: str = "es") -> Sequence[Hit]:
        return self.read(lambda snapshot: alike(snapshot, text, scope, limit, language))

    def read(self, look: Callable[[Snapshot], T]) -> T:
        """What is seen in the newest state of the index. Raises IndexMissing."""
        snapshot = self.snapshot()
        try:
            return look(snapshot)
        except Exception as broken:  # whatever a half-written index makes Whoosh raise
            log.exception("index unreadable")
            self.doubt()
            raise IndexMissing from broken

    def snapshot(self) -> Snapshot:
        """This thread's view of the newest state of the index.

        It is opened anew after each commit: Whoosh's own refresh keeps showing what was deleted meanwhile.
        """
        mine: Snapshot | None = getattr(self.mine, "snapshot", None)
        problem: Exception | None = None
        for _attempt in range(ATTEMPTS):
            try:
                folder = self.current()
                if mine is None or not mine.is_current(folder):
                    mine = self.replace(mine, folder)
                return mine
            except IndexMissing:
                raise
            except Exception as missing:  # it went away while it was opened, or it is broken
                mine, problem = None, missing
        self.doubt()
        raise IndexMissing from problem

    def replace(self, old: Snapshot | None, folder: Path) -> Snapshot:
        """Open the index anew, and close what was open."""
        self.mine.snapshot = None
        if old is not None:
            old.close()
        self.mine.snapshot = new = Snapshot(folder, old)
        return new

    def current(self) -> Path:
        """The folder of the index that serves."""
        try:
            name = (self.folder / "current").read_text().strip()
        except OSError as missing:
            raise IndexMissing from missing
        if not name.startswith(f"index-{FORMAT}-"):
            raise IndexMissing
        return self.folder / name

    def count(self) -> int:
        return int(self.snapshot().reader.doc_count())

    def size(self) -> int:
        files = list(self.current().glob("*"))
        return sum(path.stat().st_size for path in files if path.exists())

    def post_ids(self) -> "array[int]":
        snapshot = self.snapshot()
        posts = snapshot.column("post_id")
        return BitMap(map(posts.__getitem__, everything(snapshot))).to_array()

    # trust

    def doubt(self) -> None:
        """Remember that a search had trouble, for the worker to look into."""
        with contextlib.suppress(OSError):
            (self.folder / "doubted").touch()

    def is_sound(self) -> bool:
        doubted = self.folder / "doubted"
        try:
            if doubted.exists():
                self.mine.snapshot = None
                self.snapshot().read_everything()
                doubted.unlink(missing_ok=True)
            self.snapshot()
        except Exception as broken:
            log.warning("index not sound", problem=repr(broken))
            return False
        return True

    # writing

    @contextlib.contextmanager
    def alone(self, name: str = "lock", patience: float | None = None) -> Iterator[None]:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        deadline = time.monotonic() + (PATIENCE if patience is None else patience)
        with (self.folder / name).open("a") as file:
            while not locked(file.fileno()):
                if time.monotonic() >= deadline:
                    raise IndexBusy
                time.sleep(PAUSE)
            yield

    def update(self, documents: Iterable[Document], removed: Iterable[int]) -> None:
        documents, removed = list(documents), list(removed)
        touched = [*removed, *(document.post_id for document in documents)]
        try:
            write(self.opened(self.current()), documents, touched)
        except (IndexBusy, IndexMissing):
            raise
        except Exception as broken:  # no room, or whatever a half-written index makes Whoosh raise
            self.doubt()
            if isinstance(broken, OSError):
                raise
            raise IndexMissing from broken
        building.note(self.folder, touched)

    def opened(self, folder: Path) -> FileIndex:
        try:
            return whoosh_index.open_dir(folder)
        except Exception as broken:  # whatever a half-written index makes Whoosh raise
            raise IndexMissing from broken

    def rebuild(self, documents: LaterThan, forget: Callable[[Sequence[int]], object]) -> None:
        with self.alone("rebuilding", patience=0):
            new = building.begun(self.folder)
            self.tidy(new)
            index = whoosh_index.open_dir(new)
            for some in documents(building.highest(new)):
                write(index, some, (), merge=False)
            with self.alone():
                forget(building.missed(new))
                building.finish(new)
                self.serve(new)
            self.tidy()

    def serve(self, folder: Path) -> None:
        """Make the index in `folder` the one that serves."""
        pointer = self.folder / "next"
        pointer.write_text(folder.name)
        pointer.replace(self.folder / "current")
        (self.folder / "doubted").unlink(missing_ok=True)

    def tidy(self, new: Path | None = None) -> None:
        """Remove the indexes that do not serve, but for a new one."""
        pointer = self.folder / "current"
        serving = pointer.read_text(errors="replace").strip() if pointer.exists() else ""
        for other in self.folder.glob("index-*"):
            if other.name != serving and other != new:
                shutil.rmtree(other, ignore_errors=True)


def locked(descriptor: int) -> bool:
    """Lock an open file, unless somebody else has; the system lets go when the process ends."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
