"""What stands now where something of an imported site stood."""

from collections.abc import Sequence

from sqlalchemy import select

from forum.extensions import db
from forum.importers.models import OldAddress, OldSite


def old_sites(host: str) -> Sequence[OldSite]:
    """The sites that a request to `host` may mean: the one that was there, else all, the first one first."""
    sites = db.session.scalars(select(OldSite).order_by(OldSite.id)).all()
    return [site for site in sites if site.host == host] or sites


def old_address(site: OldSite, paths: Sequence[str]) -> OldAddress | None:
    """Where the first of these paths of a site leads that leads anywhere."""
    rows = db.session.scalars(
        select(OldAddress).where(OldAddress.site_id == site.id, OldAddress.path.in_(paths))
    )
    found = {row.path: row for row in rows}
    return next((found[path] for path in paths if path in found), None)
