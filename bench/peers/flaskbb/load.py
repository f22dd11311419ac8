"""Run by FlaskBB's Python: makes its tables, writes the community into them in bulk, and builds its index."""

import json
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from flaskbb import create_app
from flaskbb.extensions import db, whooshee
from flaskbb.forum.models import Category, Forum, Post, Topic
from flaskbb.user.models import Group, User
from flaskbb.utils.populate import (
    create_default_groups,
    create_default_settings,
    create_latest_db,
    run_plugin_migrations,
)
from flaskbb.utils.translations import compile_translations
from sqlalchemy import func, insert, select, text, update
from werkzeug.security import generate_password_hash

AT_ONCE = 1_000
Row = dict[str, Any]


def prepare() -> None:
    """What `flaskbb install` does, without its questions."""
    create_latest_db()
    create_default_groups()
    create_default_settings()
    run_plugin_migrations()
    compile_translations()


def put(model: Any, rows: Iterable[Row]) -> None:
    """Insert rows that have their ids, and let the ids go on after them."""
    waiting = list(rows)
    for start in range(0, len(waiting), AT_ONCE):
        db.session.execute(insert(model.__table__), waiting[start : start + AT_ONCE])
    name = model.__tablename__
    db.session.execute(text(f"SELECT setval('{name}_id_seq', (SELECT max(id) FROM {name}))"))


def load(things: dict[str, list[Row]], password: str) -> None:
    """People, forums, topics and posts, with the counts that FlaskBB keeps."""
    group, hashed = Group.get_member_group().id, generate_password_hash(password, "pbkdf2")
    names = {one["id"]: one["username"] for one in things["person"]}
    posts, topics = defaultdict(list), {one["id"]: one for one in things["thread"]}
    for post in things["post"]:
        posts[post["thread_id"]].append(post)
    written = Counter(post["author_id"] for post in things["post"])
    put(
        User,
        (
            {
                "id": one["id"],
                "username": one["username"],
                "email": one["email"],
                "password": hashed,
                "date_joined": datetime.fromisoformat("2017-01-01T00:00:00+00:00"),
                "activated": True,
                "primary_group_id": group,
                "post_count": written[one["id"]],
            }
            for one in things["person"]
        ),
    )
    db.session.add(Category(id=1, title="Tertulia", position=1))
    db.session.flush()
    db.session.execute(text("SELECT setval('categories_id_seq', 1)"))
    forums = [{"id": one["id"] + 1, "title": one["name"], "category_id": 1} for one in things["group"]]
    put(Forum, forums)
    put(
        Topic,
        (
            {
                "id": one["id"],
                "forum_id": (one["group_id"] or 0) + 1,
                "title": one["title"],
                "user_id": one["author_id"],
                "username": names[one["author_id"]],
                "date_created": datetime.fromisoformat(one["created"]),
                "last_updated": datetime.fromisoformat(posts[one["id"]][-1]["created"]),
                "post_count": len(posts[one["id"]]),
            }
            for one in topics.values()
        ),
    )
    put(
        Post,
        (
            {
                "id": one["id"],
                "topic_id": one["thread_id"],
                "user_id": one["author_id"],
                "username": names[one["author_id"]],
                "content": one["body"],
                "date_created": datetime.fromisoformat(one["created"]),
            }
            for one in things["post"]
        ),
    )
    ends = [
        {"id": id, "first_post_id": all[0]["id"], "last_post_id": all[-1]["id"]} for id, all in posts.items()
    ]
    db.session.execute(update(Topic), ends)
    db.session.commit()
    groups = Group.query.all()
    for forum in Forum.query.all():
        forum.groups = groups
        forum.post_count = db.session.scalar(
            select(func.count(Post.id))
            .join(Topic, Post.topic_id == Topic.id)
            .where(Topic.forum_id == forum.id)
        )
        forum.topic_count = db.session.scalar(select(func.count(Topic.id)).where(Topic.forum_id == forum.id))
        forum.update_last_post()
    db.session.commit()


def main(settings: str, community: str, password: str) -> None:
    """Do all of it."""
    things = defaultdict(list)
    for line in Path(community).read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        things[row["what"]].append(row)
    with create_app(settings).app_context():
        prepare()
        load(things, password)
        whooshee.reindex()
    # Registers its plugins: two processes that start at once would both, and one would end.
    once = "import sys; from flaskbb import create_app; create_app(sys.argv[1])"
    subprocess.run([sys.executable, "-c", once, settings], check=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
