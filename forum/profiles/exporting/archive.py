"""The archive with a person's data: written to a file on disk, a few hundred rows at a time."""

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from tempfile import TemporaryFile
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from flask import render_template

from forum.accounts.models import User
from forum.extensions import db
from forum.groups.queries import viewer_of
from forum.lib.clock import utcnow
from forum.lib.dates import iso
from forum.lib.files import FileStore, file_store
from forum.lib.transactions import slow
from forum.profiles.exporting.contents import PARTS, Part, seen_by

BATCH = 200  # rows held at once
PIECE = 64 * 1024


@slow
def export_of(person_id: int) -> tuple[int, Iterator[bytes]]:
    """A ZIP of JSON files, one a kind, and the person's pictures: its size, and its bytes piece by piece."""
    seen = seen_by(viewer_of(db.session.get_one(User, person_id)))
    file = TemporaryFile()  # noqa: SIM115 - read_out closes it
    pieces = read_out(file)
    next(pieces)
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        archive.writestr(entry("LEEME.txt"), render_template("profiles/export.txt", made=utcnow()))
        for name, part in PARTS.items():
            write_rows(archive, f"{name}.json", rows(part, person_id, seen))
        add_files(archive, person_id, seen)
    return file.tell(), pieces


def read_out(file: IO[bytes]) -> Iterator[bytes]:
    """Nothing while the file is written, then its bytes; it is closed after them, or if nobody reads on."""
    with file:
        yield b""
        file.seek(0)
        while piece := file.read(PIECE):
            yield piece


def entry(name: str, method: int = ZIP_DEFLATED) -> ZipInfo:
    """A file of the archive, made now."""
    made = ZipInfo(name, utcnow().timetuple()[:6])
    made.compress_type = method
    return made


def rows(part: Part, person_id: int, seen: Mapping[str, object]) -> Iterator[Mapping[str, Any]]:
    """The person's rows of one kind, with their columns' names; `seen` is where they may look."""
    last = 0
    while True:
        found = db.session.execute(part.after(person_id, last, BATCH), seen).mappings().all()
        for row in found:
            yield {name: value for name, value in row.items() if name != "_key"}
        if len(found) < BATCH:
            return
        last = found[-1]["_key"]
        db.session.rollback()  # lets go of the connection's snapshot: others may be waiting for it


def write_rows(archive: ZipFile, name: str, found: Iterator[Mapping[str, Any]]) -> None:
    """A file of the archive with an array, row by row."""
    with archive.open(entry(name), "w", force_zip64=True) as file:
        before = "[\n"
        for row in found:
            file.write((before + json.dumps(row, ensure_ascii=False, default=plain)).encode())
            before = ",\n"
        file.write(b"[]\n" if before == "[\n" else b"\n]\n")


def plain(value: object) -> str:
    """A value that JSON has no form for: moments are UTC."""
    return iso(value) if isinstance(value, datetime) else str(value)


def add_files(archive: ZipFile, person_id: int, seen: Mapping[str, object]) -> None:
    """The pictures that the person brought, as they are kept; one that is lost is only in the list."""
    store = file_store()
    for row in rows(PARTS["files"], person_id, seen):
        add_file(archive, store, row["name"])


def add_file(archive: ZipFile, store: FileStore, name: str) -> None:
    """One picture, as it is: pictures are compressed already."""
    with suppress(FileNotFoundError):
        archive.writestr(entry(f"files/{name}", ZIP_STORED), store.read(name))
