"""Why a text waits for approval: for what was read in it, or only for who writes, or where."""

from flask_babel import force_locale
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from forum.debates.models import Post, Thread
from forum.extensions import db
from forum.lib.locale import languages
from forum.moderation.models import Decision

EVERYTHING = _l("Aquí todo se aprueba antes de publicarse.")
NEWCOMER = _l("Es de alguien que acaba de llegar.")


def was_read(why: str) -> bool:
    """Whether more is said of why a text waits than who writes, or where; in whichever language it was."""
    for code, _name in languages():
        with force_locale(code):
            for words in (str(EVERYTHING), str(NEWCOMER)):
                why = why.replace(words, "")
    return bool(why.strip())


def held_by_program(thing: Post | Thread) -> bool:
    """Whether something that reads texts found what is out of sight, and nobody decided it since.

    A post that was in sight already waits as hidden.
    """
    if thing.state == "hidden":
        hidden = Decision.post_id == thing.id, Decision.act == "hide", Decision.undone.is_(None)
        if db.session.scalar(select(Decision.id).where(*hidden).limit(1)):
            return False
    return thing.state in ("pending", "hidden") and was_read(thing.gone_reason)
