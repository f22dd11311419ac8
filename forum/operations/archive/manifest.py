"""What an archive says of itself: the last thing in it, so that one that was cut off has none."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from forum.lib.commands import CannotDo

NAME = "manifest.json"
FORMAT = 1
LARGEST = 256 * 1024 * 1024  # bytes of a manifest: two million files


@dataclass(frozen=True)
class Part:
    """A file of the archive: its size in bytes, and the SHA-256 of them."""

    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """`kind`: sqlite or postgresql. `schema`: the newest migration. `counts`: rows, by table."""

    made: str
    kind: str
    schema: str
    counts: Mapping[str, int]
    parts: Mapping[str, Part]

    def as_bytes(self) -> bytes:
        """The manifest, as it stands in the archive."""
        return json.dumps({"format": FORMAT, **asdict(self)}, indent=1).encode()


def read_manifest(content: bytes) -> Manifest:
    """The manifest in `content`. Raises CannotDo where it is none, or one of another format."""
    try:
        said: dict[str, Any] = json.loads(content)
        number = said.pop("format")
        if number != FORMAT:
            raise CannotDo(f"the archive has format {number}, and this program reads {FORMAT}")
        parts = {name: Part(int(one["size"]), str(one["sha256"])) for name, one in said.pop("parts").items()}
        counts = {str(name): int(number) for name, number in said.pop("counts").items()}
        return Manifest(counts=counts, parts=parts, **{name: str(value) for name, value in said.items()})
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise CannotDo(f"the archive is damaged: {NAME} cannot be read") from None
