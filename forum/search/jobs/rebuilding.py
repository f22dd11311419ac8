"""Building the index anew beside the old one, which serves meanwhile."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from forum.lib.transactions import transaction
from forum.search.documents import all_posts, count_findable, document_of, fall_behind_by_id, is_findable
from forum.search.engine import Document
from forum.search.jobs.batches import BATCH, index_batch
from forum.search.jobs.chosen import engine, folder
from forum.search.jobs.counting import count_unless_read_only
from forum.search.jobs.marking import Notes, Seen, mark, seen_of
from forum.search.jobs.telling import Progress, Telling
from forum.search.spelling import learn, unlearn

POSTS = 10_000  # that are committed at once, at most,
CHARACTERS = 20_000_000  # or so much text
STEP = 100  # posts after which progress is told


def rebuild(progress: Progress = int) -> int:
    """Build the index anew; gives how many posts it holds then. A build that was stopped goes on.

    `progress` hears how many more posts are in it. What changed meanwhile is indexed after that.
    In maintenance an index in files is built and serves; its words and marks wait. Raises IndexBusy, and
    ReadOnly where a job may write no more of it.
    """
    notes = Notes(folder() / "seen")
    missed: set[int] = set()

    def forget(post_ids: Sequence[int]) -> None:
        missed.update(post_ids)
        if missed:
            with transaction(alone=True):
                fall_behind_by_id(missed)

    with Telling() as telling:
        engine().rebuild(lambda last: documents_after(last, notes, telling.begin(progress)), forget)
    for seen in notes.read():
        mark([one for one in seen if one.post_id not in missed])
    notes.clear()
    while index_batch(BATCH):
        pass
    return engine().count()


def documents_after(last: int, notes: Notes, progress: Progress) -> Iterator[Iterable[Document]]:
    """The findable posts with higher ids, some at a time; what was read is noted once that is committed."""
    if last:
        progress(count_findable(last))
    else:
        notes.clear()
        count_unless_read_only(unlearn)
    seen: list[Seen] = []
    documents: list[Document] = []
    for posts in all_posts(last):
        seen += [seen_of(post) for post in posts]
        documents += [document_of(post) for post in posts if is_findable(post)]
        if len(seen) >= POSTS or sum(len(one.text) for one in documents) >= CHARACTERS:
            yield told(documents, progress)
            notes.add(seen)
            count_unless_read_only(partial(learn, documents))
            seen, documents = [], []
    yield told(documents, progress)
    notes.add(seen)
    count_unless_read_only(partial(learn, documents))


def told(documents: Sequence[Document], progress: Progress) -> Iterator[Document]:
    """The documents; `progress` hears of them."""
    for start in range(0, len(documents), STEP):
        some = documents[start : start + STEP]
        yield from some
        progress(len(some))
