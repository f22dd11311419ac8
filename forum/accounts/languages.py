"""Which language somebody reads: their own choice comes before the browser's and the site's."""

from flask_login import current_user

from forum.accounts.models import User
from forum.lib.locale import is_for_all, is_offered, reader_language, site_language


def page_language() -> str:
    """The language of this answer: the person's choice, else the browser's, else the site's.

    Feeds, and whatever happens outside a request, speak the site's.
    """
    if is_for_all():
        return site_language()
    return choice_of(current_user) or reader_language()


def choice_of(person: object) -> str | None:
    """The language that a person chose for themselves, if it is still offered; a guest has none."""
    chosen = getattr(person, "language", None)
    return chosen if chosen and is_offered(chosen) else None


def own_language(person: User | None) -> str:
    """The language that a person chose, else the site's: what they write is taken to be in it."""
    return choice_of(person) or site_language()


def language_to(person: User) -> str:
    """The language to write to a person in: the one they chose, else the site's.

    Whoever asks for a mail to themselves, which guests do too, gets it in the language of the page.
    """
    elsewhere = is_for_all() or (current_user.is_authenticated and current_user.id != person.id)
    return choice_of(person) or (site_language() if elsewhere else reader_language())
