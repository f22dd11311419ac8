"""Where the old addresses of what an import brings lead from now on."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from forum.debates.models import File, Tag, Thread
from forum.extensions import db
from forum.importers.models import TARGETS, OldAddress, OldSite
from forum.importers.wordpress.actions.run import AT_ONCE, Run, ids_of
from forum.lib.upsert import insert_into


def keep_addresses(run: Run) -> None:
    """Write the addresses of everything that this run found or made; those of earlier runs stay."""
    site = settle_site(run.plan.key)
    known = run.plan.addresses
    threads = ids_of(Thread.origin, Thread.id, {*known.items.values()})
    tags = ids_of(Tag.slug, Tag.id, {*known.terms.values()})
    people = {key: user.id for key, user in run.people.items()}
    write(site, "thread_id", targets(known.items, threads))
    write(site, "tag_id", targets(known.terms, tags))
    write(site, "user_id", targets(known.people, people))
    kept = {path: taken.name for path, taken in run.plan.taking.asked.items() if taken.name}
    write(site, "file_id", targets(kept, ids_of(File.name, File.id, {*kept.values()})))


def settle_site(key: str) -> int:
    """The id of the row of a site."""
    host, _, path = key.partition(":")[2].partition("/")
    insert = insert_into(OldSite).values(key=key, host=host if "." in host or ":" in host else "", path=path)
    db.session.execute(insert.on_conflict_do_nothing(index_elements=["key"]))
    return db.session.scalars(select(OldSite.id).where(OldSite.key == key)).one()


def targets(addresses: Mapping[str, str], ids: Mapping[str, int]) -> dict[str, int]:
    """The ids of what is here, by address."""
    return {path: ids[name] for path, name in addresses.items() if name in ids}


def write(site: int, target: str, rows: Mapping[str, int]) -> None:
    """Have these addresses of a site lead to these rows."""
    values: Sequence[dict[str, object]] = [
        {"site_id": site, "path": path, **dict.fromkeys(TARGETS), target: row_id}
        for path, row_id in rows.items()
    ]
    insert = insert_into(OldAddress)
    insert = insert.on_conflict_do_update(
        index_elements=["site_id", "path"], set_={name: getattr(insert.excluded, name) for name in TARGETS}
    )
    for start in range(0, len(values), AT_ONCE):
        db.session.execute(insert, values[start : start + AT_ONCE])
