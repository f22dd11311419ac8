"""The communities that are measured: made once by `seed`, kept in build/bench, and lent as copies."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from config import ROOT
from tests.corpora import files

KEPT = ROOT / "build" / "bench"


@dataclass(frozen=True)
class Size:
    """How much there is; `longest` is the length of the longest thread.

    `own`: of texts of this repository, so that it is the same wherever it is made.
    """

    users: int
    threads: int
    posts: int
    longest: int
    own: bool = False

    @property
    def name(self) -> str:
        """The folder that holds it, by the newest migration too: its tables have that shape."""
        newest = sorted(path.name[:4] for path in (ROOT / "migrations" / "versions").glob("[0-9]*.py"))[-1]
        numbers = (self.users, self.threads, self.posts, self.longest)
        return "-".join([*map(str, numbers), *(["own"] if self.own else []), newest])


def environment(folder: Path, **settings: str) -> dict[str, str]:
    """What a command needs to work on a data folder, and no setting of the person who measures."""
    around = {name: value for name, value in os.environ.items() if not name.startswith("FORUM_")}
    return {**around, "FORUM_DATA_DIR": str(folder), **settings}


def command(folder: Path, *words: str, **settings: str) -> str:
    """What `python -m WORDS` on a data folder prints. Raises RuntimeError with what it said if it fails."""
    done = subprocess.run(
        [sys.executable, "-m", *words],
        cwd=ROOT,
        env=environment(folder, **settings),
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(words)}: {done.stderr[-2000:]}")
    return done.stdout


def made(size: Size, *, indexed: bool = False) -> Path:
    """The data folder of a community of this size, made if it is not there yet; with its index if asked."""
    folder = KEPT / size.name
    if not folder.exists():
        unfinished = KEPT / f".{size.name}.{os.getpid()}"
        unfinished.mkdir(parents=True)
        fill(unfinished, size)
        unfinished.rename(folder)
    if indexed and not (folder / "search").exists():
        command(folder, "forum", "search", "rebuild")
    return folder


def fill(folder: Path, size: Size, **settings: str) -> None:
    """Migrate and seed."""
    texts = files("spanish_text", "documents.jsonl")[0 if size.own else -1]
    sizes = [f"--{name}={getattr(size, name)}" for name in ("users", "threads", "posts", "longest")]
    command(folder, "forum", "db", "upgrade", **settings)
    command(folder, "forum", "seed", *sizes, f"--text={texts}", "--random-seed=1", **settings)


@contextmanager
def lent(size: Size, *, indexed: bool = False) -> Iterator[Path]:
    """A copy of the community, to do with as one likes; gone afterwards."""
    kept = made(size, indexed=indexed)
    with TemporaryDirectory(prefix="lent-", dir=KEPT) as folder:
        copy = Path(folder) / "data"
        shutil.copytree(kept, copy)
        yield copy
