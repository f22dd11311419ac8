"""Run on its own over a data folder: writes the community into a file, a line of JSON for each thing."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import select

from forum.accounts.models import User
from forum.app import create_app
from forum.debates.models import Post, Thread
from forum.extensions import db
from forum.groups.models import Group

MANY = 1_000  # posts that are read at once


def told() -> Iterator[dict[str, Any]]:
    """People, groups, threads and posts, in the order of their ids; blogs are a group numbered 0.

    What was removed is told too, so that there is as much; groups are told as open to everybody.
    """
    for person in db.session.execute(select(User.id, User.username, User.email).order_by(User.id)):
        yield {"what": "person", **person._mapping}
    yield {"what": "group", "id": 0, "name": "Blogs"}
    for group in db.session.execute(select(Group.id, Group.name).order_by(Group.id)):
        yield {"what": "group", **group._mapping}
    threads = select(Thread.id, Thread.title, Thread.group_id, Thread.author_id, Thread.created)
    for thread in db.session.execute(threads.order_by(Thread.id)):
        yield {"what": "thread", **thread._mapping, "created": thread.created.isoformat()}
    posts = select(Post.id, Post.thread_id, Post.author_id, Post.created, Post.body)
    ordered = posts.order_by(Post.thread_id, Post.number).execution_options(yield_per=MANY)
    for post in db.session.execute(ordered):
        yield {"what": "post", **post._mapping, "created": post.created.isoformat()}


if __name__ == "__main__":
    with create_app().app_context(), Path(sys.argv[1]).open("w", encoding="utf-8") as file:
        for row in told():
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
