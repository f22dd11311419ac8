"""What the tests of this room send."""

import re

from sqlalchemy import func, select

from forum.debates.models import Post, Thread
from forum.extensions import db
from forum.lib.transactions import transaction
from forum.moderation.screening.actions import save_group, save_site, watch
from tests.factories import fresh

LONG = "El concejo acordó convocar las plazas de administrativo que quedaron libres en la oficina de Lugo."


def settle(**given):
    """Have these settings hold in the whole site."""
    with transaction():
        save_site(given, None)


def settle_group(group, approval=None, new_links=None):
    with transaction():
        save_group(fresh(group), approval, new_links, None)


def watching(pattern, action, replacement=""):
    with transaction():
        watch(pattern, action, None, replacement=replacement)


def reply(client, thread, body, **fields):
    return client.post(f"/{thread.section}/{thread.key}/replies", data={"body": body, **fields})


def open_debate(client, group, body=LONG, title="Plazas libres", **fields):
    return client.post("/debates/new", data={"title": title, "body": body, "group": group.slug, **fields})


def edit(client, post, body, **fields):
    return client.post(f"/posts/{post.id}/edit", data={"body": body, **fields})


def states(thread):
    """The states of the replies of a thread, in order."""
    db.session.rollback()
    query = select(Post.state).where(Post.thread_id == thread.id, Post.number.is_distinct_from(1))
    return list(db.session.scalars(query.order_by(Post.id)))


def last_post():
    db.session.rollback()
    return db.session.scalars(select(Post).order_by(Post.id.desc()).limit(1)).one()


def threads():
    return db.session.scalar(select(func.count()).select_from(Thread))


def insisting(page):
    """What the button «Publicar de todos modos» sends."""
    found = re.search(r'name="insist" value="(\w+)"', page)
    return found[1] if found else ""
