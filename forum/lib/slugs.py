"""Text as addresses and as sort keys."""

import re
import unicodedata

SLUG_LENGTH = 80
SORT_KEY_LENGTH = 120


def fold(text: str) -> str:
    """`text` in lower case without accents: «Gestión» and «gestion» are the same; ñ becomes n."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def slugify(text: str, limit: int = SLUG_LENGTH) -> str:
    """`text` as part of an address: a-z, 0-9 and single hyphens, at most `limit`; may be empty."""
    slug = re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")
    if len(slug) <= limit:
        return slug
    return slug[: limit + 1].rpartition("-")[0] or slug[:limit]


def sort_key(text: str) -> str:
    """A key that sorts as Spanish does, by its bytes: ñ after n, accents and case ignored; 120 at most.

    Source: Real Academia Española, Ortografía de la lengua española (2010), order of the alphabet.
    """
    marked = unicodedata.normalize("NFC", text.casefold()).replace("ñ", "n\uffff")
    folded = fold(marked).replace("\uffff", "~")
    return re.sub(r"[^a-z0-9~]+", " ", folded).strip()[:SORT_KEY_LENGTH]
