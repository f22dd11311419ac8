"""Run on its own over a data folder: the paths that are measured, and people with their sessions, as JSON.

The sessions are signed with the folder's own key: signing in 40 people would measure password hashing.
"""

import json
import sys
from typing import Any

from flask import Flask
from sqlalchemy import select

from bench.pages import longest_threads, moderates, path_of, seen_pages
from bench.users import MANY, places, sessions
from forum.accounts.models import User
from forum.app import create_app
from forum.debates.models import Post
from forum.extensions import db

OTHERS = 1_000  # posts of other people
VISITED = {
    "home": "home",
    "first": "thread, first page",
    "last": "thread, last page",
    "group": "group",
    "tag": "tag",
    "person": "person",
}


def described(app: Flask) -> dict[str, Any]:
    """Pages of the longest thread, one of another, where replies to each go, and some members' sessions.

    And the pages that most is asked of, and posts of the longest thread that none of the members wrote.
    """
    with app.app_context():
        thread, other = longest_threads(2)
        members = select(User).where(User.role == "member", ~moderates()).order_by(User.id).limit(MANY)
        people = db.session.scalars(members).all()
        theirs = Post.author_id.in_([person.id for person in people])
        posts = select(Post.id).where(Post.thread_id == thread.id, Post.state == "visible", ~theirs)
        pages = seen_pages()
        return {
            "first": path_of(thread),
            **places(thread, other),
            "pages": {name: pages[page] for name, page in VISITED.items()},
            "posts": list(db.session.scalars(posts.order_by(Post.number).limit(OTHERS))),
            "cookies": sessions(app, [person.session_token for person in people]),
        }


if __name__ == "__main__":
    json.dump(described(create_app()), sys.stdout)
