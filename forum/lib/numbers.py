"""Numbers as addresses and hidden fields write them."""

DIGITS = 9  # what any database holds in a column of whole numbers


def whole_number(text: str | None) -> int | None:
    """The number, from 0, that `text` writes in at most nine digits 0-9; None if it is anything else."""
    said = text or ""
    return int(said) if said.isascii() and said.isdecimal() and len(said) <= DIGITS else None
