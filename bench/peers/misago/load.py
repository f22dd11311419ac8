"""Run by Misago's Python: writes the community into its tables in bulk, rendered by it, and indexed."""

import json
import sys
from collections import Counter, defaultdict
from datetime import datetime
from pathlib import Path
from typing import Any

import django

django.setup()

from django.contrib.auth.hashers import make_password  # noqa: E402
from django.contrib.postgres.search import SearchVector  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.test import RequestFactory  # noqa: E402
from misago.cache.versions import invalidate_all_caches  # noqa: E402
from misago.categories.models import Category, RoleCategoryACL  # noqa: E402
from misago.markup import common_flavour  # noqa: E402
from misago.threads.checksums import update_post_checksum  # noqa: E402
from misago.threads.models import Post, Thread  # noqa: E402
from misago.users.models import Rank, User  # noqa: E402

AT_ONCE = 1_000
NO_PICTURE = [{"size": size, "url": "/static/misago/img/blank-avatar.png"} for size in (400, 200, 100)]
Row = dict[str, Any]


def people(rows: list[Row], password: str) -> dict[int, Any]:
    """The people by the ids they had."""
    hashed, rank, found = make_password(password), Rank.objects.get_default(), {}
    for one in rows:
        person = User(rank=rank, avatars=NO_PICTURE, password=hashed)
        person.set_username(one["username"].replace(".", ""))
        person.set_email(one["email"])
        person.save()
        User.objects._assert_user_has_authenticated_role(person)
        found[one["id"]] = person
    return found


def categories(rows: list[Row]) -> dict[int, Any]:
    """The categories by the ids that they had as groups, open to whom the first category is open to."""
    root, found = Category.objects.root_category(), {}
    source = Category.objects.exclude(pk=root.pk).get(parent=root)
    for one in rows:
        category = Category()
        category.set_name(one["name"])
        category.insert_at(Category.objects.get(pk=root.pk), position="last-child", save=True)
        RoleCategoryACL.objects.bulk_create(
            RoleCategoryACL(role_id=acl.role_id, category=category, category_role_id=acl.category_role_id)
            for acl in source.category_role_set.all()
        )
        found[one["id"]] = category
    return found


def post_of(row: Row, thread: Any, poster: Any, request: Any) -> Any:
    """A post as Misago would have stored it."""
    moment = datetime.fromisoformat(row["created"])
    post = Post(
        id=row["id"],
        category_id=thread.category_id,
        thread=thread,
        poster=poster,
        poster_name=poster.username,
        original=row["body"],
        parsed=common_flavour(request, poster, row["body"])["parsed_text"],
        posted_on=moment,
        updated_on=moment,
    )
    post.set_search_document(thread.title if row["id"] == thread.opening else None)
    update_post_checksum(post)
    return post


def threads(things: dict[str, list[Row]], who: dict[int, Any], where: dict[int, Any]) -> None:
    """Threads, their posts, and the links between."""
    posts = defaultdict(list)
    for row in things["post"]:
        posts[row["thread_id"]].append(row)
    request, made, waiting = RequestFactory().get("/"), [], []
    for row in things["thread"]:
        mine = posts[row["id"]]
        thread = Thread(
            id=row["id"],
            category=where[row["group_id"] or 0],
            replies=len(mine) - 1,
            started_on=datetime.fromisoformat(mine[0]["created"]),
            last_post_on=datetime.fromisoformat(mine[-1]["created"]),
            starter_name="-",
            starter_slug="-",
        )
        thread.set_title(row["title"])
        thread.opening = mine[0]["id"]
        made.append(thread)
    Thread.objects.bulk_create(made, AT_ONCE)
    for thread in made:
        written = [post_of(row, thread, who[row["author_id"]], request) for row in posts[thread.id]]
        thread.set_first_post(written[0])
        thread.set_last_post(written[-1])
        waiting += written
        if len(waiting) >= AT_ONCE:
            Post.objects.bulk_create(waiting, AT_ONCE)
            waiting = []
    Post.objects.bulk_create(waiting, AT_ONCE)
    links = ["first_post", "last_post", "starter", "last_poster"]
    names = ["starter_name", "starter_slug", "last_poster_name", "last_poster_slug"]
    Thread.objects.bulk_update(made, links + names, AT_ONCE)


def finish(things: dict[str, list[Row]], who: dict[int, Any], where: dict[int, Any]) -> None:
    """The search's index, the counts and the ids that come next."""
    Post.objects.update(search_vector=SearchVector("search_document", config="spanish"))
    opened = Counter(row["author_id"] for row in things["thread"])
    written = Counter(row["author_id"] for row in things["post"])
    for id, person in who.items():
        person.threads, person.posts = opened[id], written[id]
        person.save(update_fields=["threads", "posts"])
    for category in where.values():
        fresh = Category.objects.get(pk=category.pk)
        fresh.synchronize()
        fresh.save()
    with connection.cursor() as cursor:
        for name in ("misago_threads_thread", "misago_threads_post"):
            cursor.execute(f"SELECT setval('{name}_id_seq', (SELECT max(id) FROM {name}))")


def main(community: str, password: str) -> None:
    """Do all of it."""
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    things: dict[str, list[Row]] = defaultdict(list)
    for line in Path(community).read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        things[row["what"]].append(row)
    with transaction.atomic():
        who, where = people(things["person"], password), categories(things["group"])
        threads(things, who, where)
        finish(things, who, where)
    invalidate_all_caches()


if __name__ == "__main__":
    main(*sys.argv[1:])
