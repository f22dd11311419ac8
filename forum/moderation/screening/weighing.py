"""What depends on the database: floods, who is new, copies. Asked in the transaction, the writer held."""

from collections.abc import Iterator, Sequence
from typing import Any

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import Row

from forum.debates.actions import Outdated, Submitted
from forum.lib.locale import site_language
from forum.lib.refusals import TooSoon
from forum.moderation.held import EVERYTHING, NEWCOMER
from forum.moderation.screening.facts import facts
from forum.moderation.screening.reading import new_links
from forum.moderation.screening.snapshot import Snapshot, forget_snapshot


class Flood(TooSoon):
    message = _l("Has publicado mucho en poco tiempo. Espera un rato antes de seguir.")


def weigh(submitted: Submitted, key: str | None, rules: Snapshot) -> Sequence[str]:
    """Why the text has to be approved, for moderators. Raises Flood; Outdated if `rules` hold no longer."""
    known = facts(submitted.writer.id or 0, key, rules)
    if known.version != rules.version:
        forget_snapshot()
        raise Outdated
    if submitted.before is None:
        refuse_flood(known, rules)
    with force_locale(site_language()):
        return [*reasons(submitted, known, rules)]


def refuse_flood(known: Row[Any], rules: Snapshot) -> None:
    """Raise Flood for one post more than is let through. Not where the limits are off, for load tests."""
    if rules.flood_posts and known.lately >= rules.flood_posts and current_app.config["RATE_LIMITS"]:
        raise Flood(retry_after=60 * rules.flood_minutes)


def reasons(submitted: Submitted, known: Row[Any], rules: Snapshot) -> Iterator[str]:
    """Why the text has to be approved."""
    place = rules.at(submitted.group_id)
    new = bool(rules.new_until) and not submitted.verified and not known.settled
    if place.approval == "all":
        yield str(EVERYTHING)
    elif place.approval == "new" and new:
        yield str(NEWCOMER)
    if new and new_links(submitted) > place.new_links:
        yield _("Es de alguien que acaba de llegar y tiene muchos enlaces.")
    if rules.copies and current_app.config["RATE_LIMITS"]:
        if known.own >= rules.copies:
            yield _("Quien lo escribe ya ha publicado este texto varias veces.")
        if new and known.others >= rules.copies:
            yield _("Varias personas que acaban de llegar han publicado este texto.")
