"""Environments of other forums under build/peers, each with a Python that it takes."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from config import ROOT

PLACE = ROOT / "build" / "peers"


@dataclass(frozen=True)
class Environment:
    """A virtual environment with packages from the index; `oldest` is the oldest 3.x that they take."""

    name: str
    packages: Sequence[str]
    oldest: int = 11
    newest: int = 99
    mend: Callable[[Path], object] | None = None

    @property
    def bin(self) -> Path:
        """Where its programs are."""
        return PLACE / self.name / "bin"

    def install(self) -> None:
        """Make it, unless it is there with these packages."""
        stamp, wanted = PLACE / self.name / "installed", "\n".join(self.packages)
        if stamp.exists() and stamp.read_text() == wanted:
            return
        folder = PLACE / self.name
        shutil.rmtree(folder, ignore_errors=True)
        run([python(self.oldest, self.newest), "-m", "venv", str(folder)])
        run([str(self.bin / "pip"), "install", "--quiet", "--disable-pip-version-check", *self.packages])
        if self.mend:
            self.mend(next(folder.glob("lib/python3.*/site-packages")))
        stamp.write_text(wanted)

    def versions(self) -> dict[str, str]:
        """The versions that are installed, where need be now, and Python's."""
        self.install()
        said = run([str(self.bin / "pip"), "list", "--format=json", "--disable-pip-version-check"])
        found = {one["name"].lower(): one["version"] for one in json.loads(said)}
        return {"python": run([str(self.bin / "python"), "-V"]).split()[1], **found}

    def environment(self, **settings: str) -> dict[str, str]:
        """What its programs see: their own folder first."""
        around = {name: value for name, value in os.environ.items() if not name.startswith("FORUM_")}
        return {**around, "PATH": f"{self.bin}:{around['PATH']}", **settings}


def run(command: Sequence[str], environment: dict[str, str] | None = None) -> str:
    """What a program prints. Raises RuntimeError with the end of what it said if it fails."""
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{' '.join(map(str, command))[:200]}: {(done.stdout + done.stderr)[-2000:]}")
    return done.stdout


def python(oldest: int, newest: int) -> str:
    """The newest Python 3.x of this machine between the two. Raises RuntimeError where there is none."""
    for minor in range(min(newest, 20), oldest - 1, -1):
        for program in programs(minor):
            if subprocess.run([program, "-c", "import venv"], capture_output=True).returncode == 0:
                return program
    raise RuntimeError(f"no Python between 3.{oldest} and 3.{newest} is installed")


def programs(minor: int) -> Iterator[str]:
    """Where a Python 3.`minor` may be: on the path, or kept by pyenv."""
    found = shutil.which(f"python3.{minor}")
    if found:
        yield found
    yield from map(str, (Path.home() / ".pyenv" / "versions").glob(f"3.{minor}.*/bin/python"))
