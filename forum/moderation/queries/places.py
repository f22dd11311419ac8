"""What an address of this site is about."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from flask import current_app
from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from forum.debates.models import File, MovedPost, Post, PostFile, Thread
from forum.debates.queries.visible import visible_posts
from forum.extensions import db
from forum.groups.models import Group
from forum.groups.queries import visible_groups
from forum.lib.refusals import Invalid, NotFound
from forum.lib.urls import Key, site_path
from forum.moderation.queries.people import find_person
from forum.permissions import Viewer

LONGEST = 500
WITH_SCHEME = re.compile(r"(?i)[a-z][a-z0-9+.-]*://")
POST = re.compile(r"post-([0-9]{1,9})")


class Elsewhere(Invalid):
    message = _l("Esa dirección no es de este sitio. Cópiala de la barra del navegador o del enlace «n.º».")


class NothingThere(Invalid):
    message = _l("Aquí no hay ninguna página con esa dirección. Cópiala entera de la barra del navegador.")


@dataclass(frozen=True)
class Place:
    """What an address is about: a post, a person, or else only a page.

    `in_sight`: whether whoever asked may see it. Of what they may not, and of what does not exist although
    it might, nothing must tell which of both it is.
    """

    path: str
    post_id: int | None = None
    person_id: int | None = None
    in_sight: bool = False


def find_place(address: str, hosts: set[str], viewer: Viewer) -> Place:
    """What an address of this site, known under these hosts, is about, whether `viewer` may see it or not.

    The opening post of a thread, unless the address names another by its `#post-4`; the post that shows a
    file. Raises Elsewhere and NothingThere.
    """
    path, fragment = path_in(address, hosts)
    endpoint, values = page_at(path)
    whole = f"{path}#{fragment}" if POST.fullmatch(fragment) else path
    if endpoint == "profiles.person":
        return Place(path, person_id=person_at(values), in_sight=True)
    if endpoint in GROUPS:
        return Place(path, in_sight=sees_group(viewer, values))
    if endpoint not in POSTS:
        return Place(path, in_sight=endpoint not in MAYBE)
    post_id = POSTS[endpoint](values, fragment, viewer)
    return Place(whole[:LONGEST], post_id=post_id, in_sight=post_id is not None and reads(viewer, post_id))


def path_in(address: str, hosts: set[str]) -> tuple[str, str]:
    """The path of an address on this site, without what the site lives under, and its fragment."""
    text = address.strip()
    if not text.startswith("/") and not WITH_SCHEME.match(text):
        text = f"https://{text}"
    try:
        parts = urlsplit(text)
        host = parts.netloc.rpartition("@")[2].lower()
    except ValueError:
        raise Elsewhere(field="address") from None
    under = site_path()
    if parts.scheme not in ("", "http", "https") or (host and host not in hosts) or text.startswith("//"):
        raise Elsewhere(field="address")
    path = unquote(parts.path) or "/"
    if path != under and not path.startswith(f"{under}/"):
        raise Elsewhere(field="address")
    return path.removeprefix(under) or "/", parts.fragment


def page_at(path: str) -> tuple[str, Mapping[str, object]]:
    """The endpoint that shows a path, and what it takes from it. Raises NothingThere."""
    if "\x00" in path or len(path) > LONGEST:
        raise NothingThere(field="address")
    adapter = current_app.url_map.bind("here")
    try:
        return adapter.match(path, method="GET")
    except RequestRedirect as moved:
        return adapter.match(urlsplit(moved.new_url).path, method="GET")
    except HTTPException:
        raise NothingThere(field="address") from None


def person_at(values: Mapping[str, object]) -> int:
    """The person of a profile: who has one is no secret. Raises NothingThere."""
    try:
        return find_person(str(values["username"])).id
    except NotFound:
        raise NothingThere(field="address") from None


def reads(viewer: Viewer, post_id: int) -> bool:
    """Whether `viewer` may read a post's text."""
    query = select(Post.id).join(Post.thread).where(Post.id == post_id, visible_posts(viewer))
    return db.session.scalar(query) is not None


def sees_group(viewer: Viewer, values: Mapping[str, object]) -> bool:
    """Whether `viewer` may know of a group."""
    known = select(Group.id).where(Group.slug == str(values["slug"]), visible_groups(viewer))
    return db.session.scalar(known) is not None


def issued(number: int, column: object) -> None:
    """Raise NothingThere for a number that was never given out: nobody's, whoever asks."""
    if number > (db.session.scalar(select(func.max(column))) or 0):
        raise NothingThere(field="address")


def post_itself(values: Mapping[str, object], fragment: str, viewer: Viewer) -> int | None:
    """The post of a permalink."""
    post_id = int(str(values["post_id"]))
    issued(post_id, Post.id)
    return db.session.scalar(select(Post.id).where(Post.id == post_id))


def post_in_thread(values: Mapping[str, object], fragment: str, viewer: Viewer) -> int | None:
    """The post that a thread's address names by its fragment, wherever it is now; else the opening post."""
    key = values["thread"]
    thread_id = key.id if isinstance(key, Key) else 0
    issued(thread_id, Thread.id)
    found = POST.fullmatch(fragment)
    number = int(found[1]) if found else 1
    here = select(Post.id).where(Post.thread_id == thread_id, Post.number == number)
    moved = select(MovedPost.post_id).where(MovedPost.thread_id == thread_id, MovedPost.number == number)
    first = select(func.min(Post.id)).where(Post.thread_id == thread_id)
    return db.session.scalar(here) or db.session.scalar(moved.limit(1)) or db.session.scalar(first)


def post_showing(values: Mapping[str, object], fragment: str, viewer: Viewer) -> int | None:
    """The post that shows a file: one that `viewer` may read, if there is one."""
    shown = (
        select(Post.id)
        .join(Post.thread)
        .join(PostFile, PostFile.post_id == Post.id)
        .join(File, File.id == PostFile.file_id)
        .where(File.name == str(values["name"]))
        .order_by(Post.id)
        .limit(1)
    )
    return db.session.scalar(shown.where(visible_posts(viewer))) or db.session.scalar(shown)


POSTS: Mapping[str, Callable[[Mapping[str, object], str, Viewer], int | None]] = {
    "debates.permalink": post_itself,
    "debates.show_thread": post_in_thread,
    "debates.show_file": post_showing,
}
GROUPS = frozenset({"debates.group_page", "debates.group_feed"})
MAYBE = frozenset({"debates.thread_feed"})  # not for everybody
