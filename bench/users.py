"""Run on its own over a data folder, of any size: who uses the forum there, and where, as JSON."""

import json
import secrets
import sys
from collections.abc import Iterable
from typing import Any

from flask import Flask
from sqlalchemy import select

from bench.pages import last_full_page, longest_threads, path_of
from forum.accounts.models import User
from forum.app import create_app
from forum.debates.models import Tag, Thread, ThreadTag
from forum.extensions import db
from forum.groups.models import Group

MANY = 80  # each may reply ten times a minute
THREADS = 1_000


def places(longest: Thread, other: Thread) -> dict[str, str]:
    """The last full page of a thread, and where replies go to it and to another."""
    return {
        "last": path_of(longest, last_full_page(longest)),
        "replies": f"{path_of(longest)}/replies",
        "other": path_of(other),
        "other replies": f"{path_of(other)}/replies",
    }


def sessions(app: Flask, tokens: Iterable[str]) -> list[str]:
    """The cookies of people who are signed in and saw a page, by their session tokens."""
    signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    usual = {"_fresh": True, "csrf_token": secrets.token_hex(20)}
    return [f"session={signer.dumps({'_user_id': token, **usual})}" for token in tokens]


def lists_without(thread: Thread) -> list[str]:
    """Where debates of groups and archives of tags are listed that a thread has nothing to do with."""
    groups = select(Group.slug).where(Group.visibility == "open", Group.id != thread.group_id)
    its = select(ThreadTag.tag_id).where(ThreadTag.thread_id == thread.id)
    tags = select(Tag.slug).where(Tag.thread_count > 0, Tag.id.not_in(its))
    return [
        *(f"/groups/{slug}" for slug in db.session.scalars(groups)),
        *(f"/tags/{slug}" for slug in db.session.scalars(tags)),
        *(["/blog/"] if thread.kind == "debate" else []),
        "/tags/",
    ]


def users(app: Flask) -> dict[str, Any]:
    """The longest threads, where replies to the two longest go, lists without, and some members' sessions."""
    with app.app_context():
        threads = longest_threads(THREADS)
        tokens = select(User.session_token).where(User.role == "member").order_by(User.id).limit(MANY)
        return {
            **places(threads[0], threads[1]),
            "threads": [path_of(one) for one in threads],
            "lists": lists_without(threads[1]),
            "cookies": sessions(app, db.session.scalars(tokens)),
        }


if __name__ == "__main__":
    json.dump(users(create_app()), sys.stdout)
