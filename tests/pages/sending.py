"""What members send to a forum, to whatever comes."""

import random
from collections.abc import Callable, Mapping
from typing import Any

from forum.accounts.models import User
from forum.debates.models import Post, Thread
from forum.debates.views.addresses import thread_url
from forum.groups.models import Group
from tests.pages.acts import TEXTS, labels, some

Form = tuple[str, dict[str, object]]  # where it is sent, and its fields


def forms(chance: random.Random, person: User) -> Mapping[str, Callable[[], Form]]:
    """What somebody sends to the forum, by name. In the context of a request."""
    text, name = chance.choice(TEXTS).source, f"Nombre {chance.random()}"

    def own(*where: Any) -> Post:
        return some(chance, Post, Post.author_id == person.id, Post.state == "visible", *where)

    def reply() -> Form:
        thread = some(chance, Thread, Thread.state == "visible", ~Thread.closed)
        return f"{thread_url(thread)}/replies", {"body": text}

    def edit(post: Post) -> Form:
        opening = {"title": name, "tags": ", ".join(labels(chance))} if post.is_opening else {}
        return f"/posts/{post.id}/edit", {"body": text, "revision": post.revision, **opening}

    def new(section: str, group: str) -> Form:
        return f"/{section}/new", {"title": name, "body": text, "group": group, "tags": "etiqueta 1"}

    return {
        "send a reply": reply,
        "send another": reply,
        "send a change": lambda: edit(own(Post.number > 1)),
        "send another title": lambda: edit(own(Post.number == 1)),
        "send it back": lambda: (f"/posts/{own().id}/withdraw", {"reason": "Ya no."}),
        "send a debate": lambda: new("debates", some(chance, Group, Group.visibility == "open").slug),
        "send an entry": lambda: new("blog", ""),
        "send a name": lambda: ("/me/profile", {"display_name": name}),
    }
