"""Things to test with: plain functions that commit and let go of the session."""

import functools
import itertools
from collections.abc import Callable
from typing import TypeVar

from argon2 import PasswordHasher
from flask.testing import FlaskClient
from sqlalchemy import func, select

from forum.accounts import passwords
from forum.accounts.actions import create_user, hash_password
from forum.accounts.models import User
from forum.debates import actions
from forum.debates.models import Post, Thread
from forum.debates.names import heading_name, thread_name
from forum.extensions import db
from forum.groups.actions import add_member, create_group
from forum.groups.models import Group
from forum.lib.markdown import render
from forum.lib.pages import SITE
from forum.lib.pages.revisions import PageRevision
from forum.lib.transactions import transaction
from forum.profiles.actions import edit_profile

numbers = itertools.count(1)
PASSWORD = "una frase bien larga"
T = TypeVar("T")


def committed(make: Callable[[], T]) -> T:
    """What `make` makes in a transaction, committed and detached with its columns loaded."""
    with transaction():
        thing = make()
    db.session.refresh(thing)
    db.session.expunge(thing)
    db.session.rollback()
    return thing


def make_user(username: str = "", **given: object) -> User:
    """A confirmed person, with a profile if given; `password=` gives them one to sign in with."""
    name = username or f"persona{next(numbers)}"
    password = given.pop("password", None)
    given.setdefault("email", f"{name}@ayuntamiento.example")
    hashed = hashed_once(str(password), passwords.hasher) if password else None
    words = {field: given.pop(field, "") for field in ("position", "organisation", "place")}
    bio, links = given.pop("bio", None) or render(""), given.pop("links", ())

    def make() -> User:
        user = create_user(name, password_hash=hashed, **given)
        edit_profile(user, {"display_name": user.display_name, **words}, bio, links)
        return user

    return committed(make)


@functools.cache
def hashed_once(password: str, hasher: PasswordHasher) -> str:
    """The hash of a password that many people of the tests have, by the hasher of now: costly."""
    return hash_password(password)


def make_group(
    name: str = "", *, members: tuple[User, ...] = (), moderators: tuple[User, ...] = (), **given: object
) -> Group:
    """A group, open unless told otherwise."""

    def make() -> Group:
        group = create_group(name or f"Grupo {next(numbers)}", **given)
        for user in members:
            add_member(group, user, quietly=True)
        for user in moderators:
            add_member(group, user, moderator=True, quietly=True)
        return group

    return committed(make)


def make_thread(title: str = "Permuta de Lugo a Vigo", body: str = "Busco plaza.", **given: object) -> Thread:
    """A debate, or what `kind` says, with its opening post; in a new open group unless `group` is given."""
    kind = given.pop("kind", "debate")
    author = given.pop("author", None) or make_user()
    if kind == "debate" and not given.get("group"):
        given["group"] = make_group()
    changes = {name: given.pop(name) for name in ("closed", "pinned") if name in given}
    text = render(body)

    def make() -> Thread:
        thread = actions.open_thread(kind, title, text, author, **given)
        for name, value in changes.items():
            setattr(thread, name, value)
        db.session.flush()
        return thread

    return committed(make)


def make_reply(thread: Thread, body: str = "Yo también busco.", **given: object) -> Post:
    """A reply, by a new person unless `author` is given."""
    author = given.pop("author", None) or make_user()
    text = render(body)
    return committed(lambda: actions.post_reply(fresh(thread), author, text, **given))


def fresh(thing: T) -> T:
    """The thing again, in the current session."""
    return db.session.get_one(type(thing), thing.id)  # type: ignore[attr-defined]


def page_revision(thread: Thread) -> int:
    """How often what the thread's pages show has changed: by statements that tell of it alone, or of all."""
    names = (SITE, thread_name(thread.id), heading_name(thread.id))
    db.session.rollback()
    changes = select(func.sum(PageRevision.revision)).where(PageRevision.name.in_(names))
    return db.session.scalar(changes) or 0


def opening_of(thread: Thread) -> Post:
    """The opening post of a thread, detached."""
    post = db.session.query(Post).filter_by(thread_id=thread.id, number=1).one()
    db.session.expunge(post)
    db.session.rollback()
    return post


def sign_in(client: FlaskClient, user: User) -> None:
    """Sign `user` in, as the sign-in page does once it has checked the password."""
    with client.session_transaction() as session:
        session["_user_id"] = user.session_token
        session["_fresh"] = True
