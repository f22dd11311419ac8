"""Saving a search, and forgetting it. The caller owns the transaction."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, func, select

from forum.accounts.models import User
from forum.extensions import db
from forum.lib.locks import hold_word
from forum.lib.refusals import Conflict, Invalid
from forum.lib.text import one_line
from forum.notifications.models import SavedSearch
from forum.search.models import NewPost
from forum.search.saved.arguments import arguments_of, canonical, digest_of, query_of

MOST = 50  # of one person
LONGEST_NAME = 120


class TooManySearches(Conflict):
    message = _l("Tienes 50 búsquedas guardadas: elimina alguna para guardar esta.")


class NothingSought(Invalid):
    message = _l("Esa búsqueda no busca nada.")


def save_search(user_id: int, address: str) -> tuple[SavedSearch, bool]:
    """Save the search at an address, and whether it is new: what is saved already is not saved twice.

    It will tell of what is published from now on, by mail as the person wants news at all: whoever stopped
    them gets none. Raises TooManySearches, NothingSought.
    """
    query = canonical(address)
    if query_of(query).is_empty:
        raise NothingSought
    hold_word("saved searches", user_id)
    theirs = select(SavedSearch).where(SavedSearch.user_id == user_id)
    same = db.session.scalar(theirs.where(SavedSearch.digest == digest_of(query)))
    if same is not None:
        return same, False
    if (db.session.scalar(select(func.count()).select_from(theirs.subquery())) or 0) >= MOST:
        raise TooManySearches
    made = SavedSearch(
        user_id=user_id,
        name=name_of(query),
        query=query,
        digest=digest_of(query),
        turn=last_turn(),
        mail=db.session.scalars(select(User.news_mail).where(User.id == user_id)).one(),
    )
    db.session.add(made)
    db.session.flush()
    return made, True


def forget_search(search: SavedSearch) -> None:
    """Forget a saved search, and with it its notifications."""
    db.session.execute(delete(SavedSearch).where(SavedSearch.id == search.id))


def name_of(query: str) -> str:
    """The name that a search has at first: its words, else the values of its filters."""
    given = arguments_of(query)
    words = given.get("q") or ", ".join(given.values())
    return one_line(words)[:LONGEST_NAME] or _("Búsqueda")


def last_turn() -> int:
    """The number of the last turn of new posts; 0 if there was none."""
    posts = select(func.max(NewPost.turn)).scalar_subquery()
    searches = select(func.max(SavedSearch.turn)).scalar_subquery()
    return max(number or 0 for number in db.session.execute(select(posts, searches)).one())
