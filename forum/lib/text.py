"""Text that stands on one line: titles, names, tags."""

import re
import unicodedata

from forum.lib.html.characters import NONCHARACTERS

# Controls, noncharacters, and the marks that turn the direction of what follows: U+202A-202E, U+2066-2069.
UNSEEN = re.compile(f"[\x00-\x1f\x7f-\x9f{NONCHARACTERS}\u202a-\u202e\u2066-\u2069]")


def one_line(text: str | None) -> str:
    """`text` on one line, with single spaces, without controls; empty if it shows nothing at all."""
    line = " ".join(UNSEEN.sub(" ", text or "").split())
    return line if any(unicodedata.category(char)[0] not in "CZ" for char in line) else ""
