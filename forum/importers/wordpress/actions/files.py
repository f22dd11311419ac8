"""The files that an import keeps."""

from collections.abc import Mapping

from sqlalchemy import select

from forum.accounts.models import User
from forum.debates.actions.files import NAME, keep_stored
from forum.debates.models import File
from forum.extensions import db
from forum.importers.models import OldAddress, OldSite, TakenFile
from forum.importers.wordpress.actions.run import Run, ids_of
from forum.importers.wordpress.taking import Known
from forum.lib.markdown import Rendered
from forum.lib.upsert import insert_into


def known_files(key: str) -> Known:
    """The files that earlier imports kept: of this site by path, of all by digest."""
    by_path = db.session.execute(
        select(OldAddress.path, File.name)
        .join(OldSite, OldSite.id == OldAddress.site_id)
        .join(File, File.id == OldAddress.file_id)
        .where(OldSite.key == key)
    )
    by_digest = db.session.execute(
        select(TakenFile.digest, File.name).join(File, File.id == TakenFile.file_id)
    )
    return Known(pairs(by_path.all()), pairs(by_digest.all()))


def kept_among(names: set[str]) -> set[str]:
    """Those of the names that are files here."""
    return {*ids_of(File.name, File.id, names)}


def pairs(rows: object) -> Mapping[str, str]:
    """Rows of two columns as a mapping."""
    return {str(first): str(second) for first, second in rows}  # type: ignore[attr-defined]


def keep_shown(run: Run, text: Rendered, owner: User | None = None) -> None:
    """Keep the new files that a text shows; `owner` sees them although no post shows them yet."""
    for name in dict.fromkeys(NAME.findall(text.html)):
        facts = run.plan.taking.drawn.get(name)
        if facts is None:
            continue
        keep_stored(facts, owner)
        if name not in run.files:
            run.files.add(name)
            run.report.files += 1


def keep_digests(run: Run) -> None:
    """Remember which file became which, so that a later import need not draw it again."""
    names = run.plan.taking.digests
    ids = ids_of(File.name, File.id, {*names.values()})
    rows = [{"digest": digest, "file_id": ids[name]} for digest, name in names.items() if name in ids]
    insert = insert_into(TakenFile)
    insert = insert.on_conflict_do_update(
        index_elements=["digest"], set_={"file_id": insert.excluded.file_id}
    )
    if rows:
        db.session.execute(insert, rows)
