"""Keeping the pictures that people upload, and noting which posts show them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import select, update

from forum.accounts.models import User
from forum.debates.models import File, Post, PostFile, PostRevision, Upload
from forum.debates.queries.files import uploads_since, visible_files
from forum.extensions import db
from forum.groups.queries import viewer_of
from forum.lib.clock import utcnow
from forum.lib.files import file_store
from forum.lib.locks import hold
from forum.lib.pictures import Facts, Picture
from forum.lib.refusals import Invalid
from forum.lib.transactions import slow
from forum.lib.upsert import insert_into

DAY = timedelta(days=1)
MOST_A_DAY = 100
MOST_BYTES_A_DAY = 50 * 1024 * 1024
NAME = re.compile(r'/files/([0-9a-f]{64}\.(?:jpg|png|webp))"')
IMAGE = re.compile(r'<img (?P<rest>[^>]*?src="[^"]*/files/(?P<name>[0-9a-f]{64}\.[a-z]+)")')


class TooManyUploads(Invalid):
    message = _l(
        "Has subido muchas imágenes en un día. Mañana puedes seguir; el texto, guárdalo como borrador."
    )


def refuse_many_uploads(user: User) -> None:
    """Raise TooManyUploads for a person who brought in a day as much as one may."""
    brought, size = uploads_since(user.id, utcnow() - DAY)
    if brought >= MOST_A_DAY or size >= MOST_BYTES_A_DAY:
        raise TooManyUploads(field="picture")


def take_upload(picture: Picture, owner: User) -> None:
    """Keep a stored picture that a person sends. The caller owns the transaction.

    Raises TooManyUploads: they are held meanwhile, so that several at once are no more than one may.
    """
    hold(User, User.id == owner.id)
    refuse_many_uploads(owner)
    keep_file(picture, owner)


@slow
def store_picture(picture: Picture) -> str | None:
    """Put the picture's bytes where its file will look for them; before the transaction of keep_file.

    Gives what take_back asks for, if they were not there.
    """
    return file_store().put(picture.name, picture.data)


@contextmanager
def stored(picture: Picture) -> Iterator[None]:
    """Store the picture for the transaction within, and take it back where that fails."""
    receipt = store_picture(picture)
    try:
        yield
    except BaseException:
        file_store().take_back(picture.name, receipt)
        raise


def keep_file(picture: Picture, owner: User | None = None) -> File:
    """The file of a stored picture, new or known; `owner` sees it while no post shows it.

    The caller owns the transaction, and called store_picture before it.
    """
    return keep_stored(picture.facts, owner)


def keep_stored(picture: Facts, owner: User | None = None) -> File:
    """The same, of a picture whose bytes are in the store and no longer at hand."""
    now = utcnow()
    insert = insert_into(File).values(**asdict(picture), kept=now)
    db.session.execute(insert.on_conflict_do_update(index_elements=["name"], set_={"kept": now}))
    file = db.session.scalars(
        select(File).where(File.name == picture.name).execution_options(populate_existing=True)
    ).one()
    if owner is not None:
        row = {"file_id": file.id, "user_id": owner.id, "created": now}
        db.session.execute(insert_into(Upload).values(row).on_conflict_do_nothing())
    return file


def show_files(post: Post, by: User | None) -> None:
    """Note which files the post's text shows, and say there how large they are. Links of old versions stay.

    `by` wrote it: a file that they may not see stays out of sight for the post's readers too. None: import.
    """
    names = sorted(set(NAME.findall(post.body_html)))
    if not names:
        return
    files = linkable(names, by)
    post.body_html = with_sizes(post.body_html, files)
    db.session.flush()
    rows = [{"post_id": post.id, "file_id": file.id} for file in files]
    if rows:
        key, now = ["post_id", "file_id"], {"withheld": False}
        db.session.execute(insert_into(PostFile).on_conflict_do_update(index_elements=key, set_=now), rows)


def withhold_files(post: Post) -> None:
    """Note which of a post's files only its withheld versions show; the post is held, its versions stored."""
    shown = select(PostRevision.body_html).where(
        PostRevision.post_id == post.id, PostRevision.withheld.is_(False)
    )
    names = {name for html in (post.body_html, *db.session.scalars(shown)) for name in NAME.findall(html)}
    ids = select(File.id).where(File.name.in_(names)).scalar_subquery()
    rows = update(PostFile).where(PostFile.post_id == post.id).values(withheld=PostFile.file_id.not_in(ids))
    db.session.execute(rows, execution_options={"synchronize_session": False})


def linkable(names: Sequence[str], by: User | None) -> Sequence[File]:
    """The files of these names that a text by this person may show; held, so that none is forgotten now."""
    wanted = select(File).where(File.name.in_(names)).order_by(File.id)
    wanted = wanted.with_for_update(read=True, key_share=True, of=File)
    if by is not None:
        wanted = wanted.where(visible_files(viewer_of(by)))
    return db.session.scalars(wanted).all()


def with_sizes(html: str, files: Iterable[File]) -> str:
    """The HTML with the sizes of its pictures, so that a page does not jump when they arrive."""
    sizes = {file.name: f'width="{file.width}" height="{file.height}" loading="lazy"' for file in files}
    return IMAGE.sub(
        lambda found: f"<img {sizes[found['name']]} {found['rest']}" if found["name"] in sizes else found[0],
        html,
    )
