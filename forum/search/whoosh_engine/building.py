"""An index that is being built beside the one that serves. It has a file `missed` until it serves itself."""

import shutil
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

from whoosh import index as whoosh_index

from forum.lib.logs import log
from forum.search.whoosh_engine.schema import FORMAT, make_schema
from forum.search.whoosh_engine.snapshot import Snapshot

MISSED = "missed"  # ids of the posts that went into the old index meanwhile, one a line


def begun(folder: Path) -> Path:
    """The index that was not finished, if it can be read; else a new one."""
    for found in folder.glob(f"index-*/{MISSED}"):
        if is_readable(found.parent):
            return found.parent
        shutil.rmtree(found.parent)
    made = folder / f"index-{FORMAT}-{uuid4().hex[:12]}"
    made.mkdir(mode=0o700)
    whoosh_index.create_in(made, make_schema())
    (made / MISSED).touch()
    return made


def is_readable(new: Path) -> bool:
    """Whether it is of today's format, and not broken as far as it is looked at."""
    try:
        highest(new)
    except Exception as broken:  # whatever a half-written index makes Whoosh raise
        log.warning("unfinished index not readable", problem=repr(broken))
        return False
    return new.name.startswith(f"index-{FORMAT}-")


def highest(new: Path) -> int:
    """The highest post that it holds, 0 if none: those below were committed too."""
    snapshot = Snapshot(new)
    last: int = max(snapshot.column("post_id"), default=0)
    snapshot.close()
    return last


def note(folder: Path, post_ids: Iterable[int]) -> None:
    """Remember what went into the old index, and that a new one may have read too early."""
    for found in folder.glob(f"index-*/{MISSED}"):
        with suppress(FileNotFoundError), found.open("a") as file:
            file.writelines(f"{post_id}\n" for post_id in post_ids)


def missed(new: Path) -> list[int]:
    """The posts that went into the old index meanwhile."""
    return sorted({int(line) for line in (new / MISSED).read_text().split()})


def finish(new: Path) -> None:
    """Nothing more goes into it by building: it is to serve at once."""
    (new / MISSED).unlink()
