"""Where the shared corpora lie, if they are there: FORUM_TEST_DATA, or ../shared/data beside the project.

Tests run over samples of the project's own in tests/data, and over the corpora as well where they are.
"""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
OWN = HERE / "data"
SHARED = Path(os.environ.get("FORUM_TEST_DATA") or HERE.parent.parent / "shared" / "data")


def folders(name: str) -> list[Path]:
    """The folders called `name`: our own, and the corpus if it is there."""
    return [folder for folder in (OWN / name, SHARED / name) if folder.is_dir()]


def files(name: str, pattern: str) -> list[Path]:
    """The files of these folders, in order."""
    return [path for folder in folders(name) for path in sorted(folder.rglob(pattern))]


def rows(name: str, pattern: str) -> Iterator[Any]:
    """The JSON lines of these files."""
    for path in files(name, pattern):
        with path.open(encoding="utf-8") as lines:
            yield from (json.loads(line) for line in lines if line.strip())


def naughty_strings() -> list[str]:
    """Strings that break things."""
    return [text for path in files("naughty_strings", "*.json") for text in json.loads(path.read_text())]
