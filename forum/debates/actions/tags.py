"""Putting tags on a thread."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select

from forum.debates.models import Tag, Thread, ThreadTag
from forum.debates.names import OPENED, heading_name
from forum.extensions import db
from forum.lib.pages import touching
from forum.lib.refusals import Invalid
from forum.lib.slugs import slugify, sort_key
from forum.lib.upsert import insert_into

MOST = 5
LONGEST = 60
LONGEST_LIST = 1_000  # characters: a letter with a hundred thousand accents takes seconds to fold


class TooManyTags(Invalid):
    message = _l("Como mucho, cinco etiquetas.")


class TagTooLong(Invalid):
    message = _l("Cada etiqueta, de 60 caracteres como mucho.")


def tag_names(text: str) -> list[str]:
    """The names in a comma-separated text, each once, in order. Raises TooManyTags, TagTooLong."""
    names: dict[str, str] = {}
    if len(text) > LONGEST_LIST:
        raise TagTooLong(field="tags")
    for part in text.split(","):
        name = " ".join(part.split())
        if slugify(name):
            names.setdefault(slugify(name), name)
    if len(names) > MOST:
        raise TooManyTags(field="tags")
    if any(len(name) > LONGEST for name in names.values()):
        raise TagTooLong(field="tags")
    return list(names.values())


def tag_slugs(thread: Thread) -> list[str]:
    """The slugs of the thread's tags, in order."""
    tags = (
        select(Tag.slug).join(ThreadTag, ThreadTag.tag_id == Tag.id).where(ThreadTag.thread_id == thread.id)
    )
    return list(db.session.scalars(tags.order_by(ThreadTag.place)))


def tag_names_of(thread: Thread) -> list[str]:
    """The names of the thread's tags, in order."""
    tags = (
        select(Tag.name).join(ThreadTag, ThreadTag.tag_id == Tag.id).where(ThreadTag.thread_id == thread.id)
    )
    return list(db.session.scalars(tags.order_by(ThreadTag.place)))


def set_tags(thread: Thread, tags: Sequence[Tag]) -> None:
    """Make these the tags of the thread, in that order."""
    here = touching(OPENED, heading_name(thread.id))
    db.session.execute(delete(ThreadTag).where(ThreadTag.thread_id == thread.id), execution_options=here)
    if tags:
        same = {"thread_id": thread.id, "opened": thread.created}
        rows = [{**same, "tag_id": tag.id, "place": place} for place, tag in enumerate(tags)]
        db.session.execute(insert_into(ThreadTag), rows, execution_options=here)
    db.session.expire(thread, ["tags"])


def tags_called(names: Sequence[str]) -> list[Tag]:
    """The tags with these names, made where there is none; names with the same slug are one tag.

    Called before `recounted`: whoever makes the same tag at the same moment waits here, holding none.
    """
    wanted = {slugify(name): name for name in reversed(names) if slugify(name)}
    if not wanted:
        return []
    rows = [
        {"slug": slug, "name": name[:LONGEST], "sort_key": sort_key(name)}
        for slug, name in sorted(wanted.items())
    ]
    db.session.execute(insert_into(Tag).on_conflict_do_nothing(), rows, execution_options=touching(OPENED))
    found = {tag.slug: tag for tag in db.session.scalars(select(Tag).where(Tag.slug.in_(wanted)))}
    return [found[slug] for slug in reversed(wanted)]
