"""Which words people write, learnt from the posts that are indexed."""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator

from sqlalchemy import delete

from forum.extensions import db
from forum.lib.transactions import transaction
from forum.lib.upsert import insert_into
from forum.search.analysis import folded
from forum.search.analysis.words import WORD
from forum.search.engine import Document
from forum.search.models import SearchWord

SHORTEST, LONGEST = 4, 30  # letters of a word that is worth learning, folded too: «ﷺ» is eighteen then
WITH_ACCENTS = 2  # times as long a word may be where its accents are characters of their own
AT_ONCE = 2_000  # words that are written in one transaction

Spelt = tuple[str, str]  # a word as it is written, in lower case, and without accents


def learn(documents: Iterable[Document]) -> None:
    """Count the words of posts that were indexed. A post that is indexed again counts again: it is rough."""
    counts = Counter(word for one in documents for word in set(words_in(f"{one.title}\n{one.text}")))
    rows = [{"written": spelt[0], "word": spelt[1], "posts": counts[spelt]} for spelt in sorted(counts)]
    row = insert_into(SearchWord)
    more = row.on_conflict_do_update(
        index_elements=["written"], set_={"posts": SearchWord.posts + row.excluded.posts}
    )
    for start in range(0, len(rows), AT_ONCE):
        with transaction():
            db.session.connection().execute(more, rows[start : start + AT_ONCE])


def unlearn() -> None:
    """Forget every word: they are about to be counted anew."""
    with transaction():
        db.session.execute(delete(SearchWord))


def words_in(text: str) -> Iterator[Spelt]:
    """The words of a text that are letters alone."""
    for found in WORD.finditer(text):
        if len(found[0]) > WITH_ACCENTS * LONGEST:
            continue
        written = unicodedata.normalize("NFC", found[0]).lower()
        if written.isalpha() and SHORTEST <= len(written) <= LONGEST:
            word = folded(written)
            if len(word) <= LONGEST:
                yield written, word
