"""Characters that a page or database cannot hold, and those that would turn the page around."""

import re

LAST_OF_PLANES = "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
NONCHARACTERS = f"\ufdd0-\ufdef{LAST_OF_PLANES}"  # as the inside of a set
UNFIT = re.compile(f"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f{NONCHARACTERS}]")
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
CLOSED_BY = {
    **dict.fromkeys("\u202a\u202b\u202d\u202e", "\u202c"),
    **dict.fromkeys("\u2066\u2067\u2068", "\u2069"),
}


def storable(text: str) -> str:
    """`text` with single line ends, and with U+FFFD for what no page may hold.

    That are controls, noncharacters, and halves of surrogate pairs (HTML, section 13.1.4).
    """
    if not text.isascii():
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return UNFIT.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def balanced(text: str) -> str:
    """`text` whose changes of direction all end within it.

    Closes the embeddings, overrides and isolates left open, and drops what closes none (Unicode Standard
    Annex #9, sections 2.1 to 2.5), so that no text reverses what stands beside it.
    """
    if not TURNING.search(text):
        return text
    waiting: list[str] = []  # what would close those that are open, outermost first
    kept = TURNING.sub(lambda found: turned(found[0], waiting), text)
    return kept + "".join(reversed(waiting))


def turned(char: str, waiting: list[str]) -> str:
    """The control as it stays in the text: itself, or nothing if it closes nothing."""
    if char in CLOSED_BY:
        waiting.append(CLOSED_BY[char])
        return char
    if char == "\u2069" and char in waiting:  # ends what was opened inside it as well
        while waiting.pop() != char:
            pass
        return char
    if waiting and waiting[-1] == char:
        return waiting.pop()
    return ""


def unturned(text: str) -> str:
    """`text` without any of them, for what is cut, compared or shown on one line."""
    return TURNING.sub("", text)
