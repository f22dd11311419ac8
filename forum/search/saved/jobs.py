"""Looking for what is new in the searches that people follow."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from time import monotonic
from typing import NamedTuple

from flask_babel import force_locale
from sqlalchemy import update

from forum.accounts.languages import own_language
from forum.accounts.models import User
from forum.extensions import db
from forum.groups.queries import group_list, viewer_of
from forum.lib.jobs import job
from forum.lib.logs import log
from forum.lib.transactions import transaction
from forum.notifications.actions import tell_of_found
from forum.notifications.models import SavedSearch
from forum.search.engine import IndexMissing
from forum.search.resolving import Reader
from forum.search.saved.finding import found_among
from forum.search.saved.turns import forget_looked_at, fresh_posts, take_turn, waiting_searches
from forum.search.signals import posts_indexed

BATCH = 50  # searches whose outcome is noted together
PATIENCE = 10.0  # seconds that one look may take; then others have their turn
RESTS = 4  # times as long as a look took


class Outcome(NamedTuple):
    """What a search found, in plain values: `before` is its turn as it was read."""

    search_id: int
    user_id: int
    before: int
    post_ids: Sequence[int]


def look_for_news(patience: float = PATIENCE) -> int:
    """Look once for each saved search at what is new, and tell whoever follows it; gives how many were told.

    Safe to run twice and to stop anywhere: a search whose outcome is noted is not looked for again. What
    takes longer than `patience`, in seconds, goes on when the next job looks.
    """
    until, told = monotonic() + patience, 0
    turn = take_turn()
    try:
        while searches := waiting_searches(turn, BATCH):
            told += note_outcomes(list(outcomes(searches, turn)), turn)
            if monotonic() > until:
                return told
    except IndexMissing:
        log.info("saved searches wait for the index")
        return told
    forget_looked_at()
    return told


def outcomes(searches: Sequence[SavedSearch], turn: int) -> Iterator[Outcome]:
    """What each of these searches finds among the new posts, as its owner may see them now."""
    fresh = fresh_posts(min(search.turn for search in searches), turn)
    for user_id, theirs in groupby(searches, key=lambda search: search.user_id):
        user = db.session.get_one(User, user_id)
        viewer = viewer_of(user)
        reader, language = Reader(group_list(viewer), viewer), own_language(user)
        for search in theirs:
            new = [post for post in fresh if post.turn > search.turn and post.author_id != user_id]
            try:
                with force_locale(language):
                    found = found_among(search.query, new, reader)
            except IndexMissing:
                raise
            except Exception:  # of one search, which is not to keep those behind it from their turn
                log.exception("saved search failed", search=search.id)
                found = []
            yield Outcome(search.id, user_id, search.turn, found)


def note_outcomes(found: Sequence[Outcome], turn: int) -> int:
    """Note that these searches looked at everything up to this turn, and tell of what they found."""
    told = 0
    with transaction():
        for search_id, user_id, before, post_ids in sorted(found):
            looked = update(SavedSearch).where(SavedSearch.id == search_id, SavedSearch.turn == before)
            first = db.session.execute(
                looked.values(turn=turn), execution_options={"synchronize_session": False}
            )
            if first.rowcount and post_ids:  # type: ignore[attr-defined]
                tell_of_found(user_id, search_id, post_ids)
                told += 1
    return told


def look_when_rested() -> None:
    """Look, but for a fifth of the time at most: what is new is indexed meanwhile, by the same process."""
    began = monotonic()
    if began >= _rests["until"]:
        look_for_news()
        _rests["until"] = monotonic() + RESTS * (monotonic() - began)


_rests = {"until": 0.0}
news_soon = job(look_when_rested)


@posts_indexed.connect
def look_soon(sender: object) -> None:
    """The index holds more than before."""
    news_soon.enqueue()
