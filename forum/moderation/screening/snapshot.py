"""What the administrators set, read once by each process, which asks each time whether it still holds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from flask import current_app
from sqlalchemy import select

from forum.extensions import db
from forum.moderation.screening.models import ScreeningGroup, ScreeningSettings, WatchedPattern
from forum.moderation.screening.patterns import Pattern

KEY = "screening"
SITE = 1
VERSION = select(ScreeningSettings.version).where(ScreeningSettings.id == SITE)


@dataclass(frozen=True)
class Watched:
    """A pattern ready to be looked for."""

    pattern: Pattern
    action: str
    replacement: str


@dataclass(frozen=True)
class Place:
    """What holds in a group, or on a blog."""

    approval: str
    new_links: int


@dataclass(frozen=True)
class Snapshot:
    """What held when it was read; `version` is None while nobody has set anything."""

    version: str | None
    new_until: int
    flood_posts: int
    flood_minutes: int
    copies: int
    copies_hours: int
    site: Place
    groups: Mapping[int, Place] = field(default_factory=dict)
    watched: Sequence[Watched] = ()

    def at(self, group_id: int | None) -> Place:
        """What holds in a group; None: on a blog."""
        return self.site if group_id is None else self.groups.get(group_id, self.site)


def snapshot() -> Snapshot:
    """What this process knows; read now if it knows nothing."""
    known: Snapshot | None = current_app.extensions.get(KEY)
    if known is None:
        known = current_app.extensions[KEY] = read_snapshot()
    return known


def newest_snapshot() -> Snapshot:
    """What holds now."""
    if snapshot().version != db.session.scalar(VERSION):
        forget_snapshot()
    return snapshot()


def forget_snapshot() -> None:
    """Read it again when next asked."""
    current_app.extensions.pop(KEY, None)


def read_snapshot() -> Snapshot:
    """What the database says."""
    site = site_settings()
    whole = Place(site.approval, site.new_links)
    return Snapshot(
        version=site.version,
        new_until=site.new_until,
        flood_posts=site.flood_posts,
        flood_minutes=site.flood_minutes,
        copies=site.copies,
        copies_hours=site.copies_hours,
        site=whole,
        groups={row.group_id: place_in(row, whole) for row in db.session.scalars(select(ScreeningGroup))},
        watched=[
            Watched(Pattern(row.pattern), row.action, row.replacement)
            for row in db.session.scalars(select(WatchedPattern).order_by(WatchedPattern.id))
        ],
    )


def place_in(row: ScreeningGroup, site: Place) -> Place:
    """What holds in a group that has settings of its own."""
    links = site.new_links if row.new_links is None else row.new_links
    return Place(row.approval or site.approval, links)


def site_settings() -> ScreeningSettings:
    """The site's settings; those that are built in while there are none, not stored."""
    stored = db.session.get(ScreeningSettings, SITE)
    return stored or ScreeningSettings(id=SITE, **DEFAULTS)


DEFAULTS = {
    column.name: column.default.arg
    for column in ScreeningSettings.__table__.columns
    if column.default is not None and not column.default.is_callable
}
