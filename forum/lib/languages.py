"""Which of our languages a text is in, as its letters tell."""

import gcld3

from config import LANGUAGES

SHORTEST = 80  # characters: of shorter texts it is wrong too often
ENOUGH = 400


def guessed(text: str) -> str | None:
    """The language of a text; None if it is too short to tell, in doubt, or in none of ours.

    The fewer the characters, the more doubt; what comes after the first hundreds adds nothing.
    """
    start = " ".join(text[:ENOUGH].split())
    if len(start) < SHORTEST:
        return None
    found = gcld3.NNetLanguageIdentifier(0, 4 * ENOUGH).FindLanguage(text=start)
    return found.language if found.is_reliable and found.language in LANGUAGES else None
