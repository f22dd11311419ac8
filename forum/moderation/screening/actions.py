"""Saying what is asked of a text before it is published. The caller owns the transaction."""

from collections.abc import Mapping
from uuid import uuid4

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from forum.accounts.models import User
from forum.audit.actions import record
from forum.extensions import db
from forum.groups.models import Group
from forum.lib.locks import held, hold_word
from forum.lib.refusals import Conflict
from forum.moderation.screening.models import ScreeningGroup, ScreeningSettings, WatchedPattern
from forum.moderation.screening.patterns import Pattern
from forum.moderation.screening.snapshot import site_settings

MOST = 500  # patterns


class WatchedAlready(Conflict):
    message = _l("Ese patrón ya está en la lista.")


class NotWatched(Conflict):
    message = _l("Ese patrón ya no está en la lista.")


class TooManyWatched(Conflict):
    message = _l("Ya hay 500 patrones: quita alguno antes de añadir otro.")


def save_site(given: Mapping[str, object], admin: User | None) -> None:
    """What holds in the whole site: columns of ScreeningSettings."""
    settings = renewed()
    changed = {name: value for name, value in given.items() if getattr(settings, name) != value}
    before = {name: getattr(settings, name) for name in changed}
    for name, value in changed.items():
        setattr(settings, name, value)
    record("screening.site", "settings", settings.id, admin and admin.id, before=before, after=changed)


def save_group(group: Group, approval: str | None, new_links: int | None, admin: User | None) -> None:
    """What is otherwise in a group; None: as the site has it."""
    renewed()
    row = db.session.get(ScreeningGroup, group.id) or ScreeningGroup(group_id=group.id)
    before = {"approval": row.approval, "new_links": row.new_links}
    row.approval, row.new_links = approval, new_links
    db.session.add(row)
    after = {"approval": approval, "new_links": new_links}
    record("screening.group", "group", group.id, admin and admin.id, before=before, after=after)


def watch(
    pattern: str, action: str, admin: User | None, *, replacement: str = "", note: str = ""
) -> WatchedPattern:
    """Watch for a pattern. Raises BadPattern, WatchedAlready, TooManyWatched."""
    Pattern(pattern)
    renewed()
    have = db.session.scalars(select(WatchedPattern.pattern)).all()
    if pattern in have:
        raise WatchedAlready
    if len(have) >= MOST:
        raise TooManyWatched
    creator = admin and admin.id
    row = WatchedPattern(
        pattern=pattern, action=action, replacement=replacement, note=note, creator_id=creator
    )
    db.session.add(row)
    db.session.flush()
    record("screening.watch", "pattern", row.id, creator, what=action)
    return row


def unwatch(pattern_id: int, admin: User | None) -> Mapping[str, str]:
    """Watch for a pattern no longer; gives what `watch` takes to undo it. Raises NotWatched."""
    renewed()
    row = db.session.scalar(held(select(WatchedPattern).where(WatchedPattern.id == pattern_id)))
    if row is None:
        raise NotWatched
    said = {name: getattr(row, name) for name in ("pattern", "action", "replacement", "note")}
    db.session.delete(row)
    record("screening.unwatch", "pattern", pattern_id, admin and admin.id, what=row.action)
    return said


def renewed() -> ScreeningSettings:
    """The site's settings, held, and with another version: every process reads everything again."""
    hold_word("screening", "")
    settings = site_settings()
    settings.version = uuid4().hex
    db.session.add(settings)
    db.session.flush()
    return settings
