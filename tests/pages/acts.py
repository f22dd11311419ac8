"""What can be done to a forum, on whatever comes: what no kept page may be older than."""

import random
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from forum.accounts.actions.saying import say_nothing
from forum.accounts.models import User
from forum.debates import actions
from forum.debates.actions.arranging import keep_time
from forum.debates.models import Draft, Post, Subscription, Tag, Thread, Transfer
from forum.extensions import db
from forum.groups.actions import add_member, create_group, remove_member
from forum.groups.models import Group, GroupMember
from forum.home.actions import fill_blanks, write_page
from forum.lib.clock import utcnow
from forum.lib.markdown import Rendered, render
from forum.lib.numbers import Ranges
from forum.lib.refusals import Refusal
from forum.lib.transactions import transaction

Acts = Mapping[str, Callable[[], object]]
SHOWN = 0.8  # how often it is done to a thread that is shown
TRIES = 12  # on how much else an act is tried that is refused: a thread was closed already
REFUSED = (Refusal, IndexError, IntegrityError)  # as the views would, and where there is nothing to do it to
TEXTS = [render(text) for text in ("Otro texto.", "Busco *plaza*.", "Ni lo uno ni lo otro.", "## Sí")]
LONG_AGO = timedelta(days=300)


def some(chance: random.Random, model: type[Any], *where: Any) -> Any:
    """One of the rows of a table. IndexError if there is none."""
    return chance.choice(db.session.scalars(select(model).where(*where).order_by(model.id)).all())


def done(name: str, chance: random.Random, readers: list[int]) -> bool:
    """Do an act of this name to whatever can be had; whether there was anything."""
    for _ in range(TRIES):
        with suppress(*REFUSED), transaction():
            acts(chance, readers)[name]()
            return True
        db.session.rollback()
    return False


def acts(chance: random.Random, readers: list[int]) -> Acts:
    """What can be done to whatever comes, by name. `readers` are people who go on reading."""
    shown = [Thread.state == "visible"] if chance.random() < SHOWN else []
    thread, other, post = some(chance, Thread, *shown), some(chance, Thread), some(chance, Post)
    person, text, name = some(chance, User), chance.choice(TEXTS), f"Nombre {chance.random()}"
    return {
        **to_posts(chance, thread, post, person, text),
        **to_threads(chance, thread, other, name),
        **new_threads(chance, person, text, name),
        **to_people(chance, person, name),
        **to_places(chance, person, name),
        **own_acts(thread, readers, chance),
    }


def labels(chance: random.Random) -> list[str]:
    """Some tags."""
    return [f"etiqueta {at}" for at in chance.sample(range(1, 5), chance.randint(0, 2))]


def to_posts(chance: random.Random, thread: Thread, post: Post, person: User, text: Rendered) -> Acts:
    """What is done to posts."""
    shown, opening = Thread.state == "visible", Post.number == 1

    def first() -> Post:
        return some(chance, Post, opening, Post.thread_id.in_(select(Thread.id).where(shown)))

    def waiting() -> Post:
        return some(chance, Post, Post.state == "pending")

    def gone() -> Post:
        return some(chance, Post, Post.state.in_(["hidden", "removed"]), Post.number.is_not(None))

    def back(post: Post) -> None:
        before = actions.sight_of(post)
        actions.hide_post(post, None, "norma 3")
        db.session.flush()
        actions.put_back(post, before, None)

    def own() -> Post:
        return some(chance, Post, Post.author_id.is_not(None), Post.number > 1)

    def withdraw(post: Post) -> None:
        actions.withdraw_post(post, db.session.get_one(User, post.author_id))

    return {
        "reply": lambda: actions.post_reply(some(chance, Thread, shown), person, text),
        "reply to an entry": lambda: actions.post_reply(
            some(chance, Thread, shown, Thread.kind == "entry"), person, text
        ),
        "wait": lambda: actions.post_reply(thread, None, text, state="pending", author_name="Ana"),
        "approve": lambda: actions.publish_pending(waiting(), None),
        "refuse": lambda: actions.remove_post(waiting(), None, "norma 3"),
        "edit": lambda: actions.edit_post(post, None, text),
        "edit an opening": lambda: actions.edit_post(first(), None, text),
        "translate": lambda: actions.edit_post(post, None, text, language=chance.choice(["en", "gl"])),
        "hide": lambda: actions.hide_post(post, None, "norma 3"),
        "remove": lambda: actions.remove_post(post, None, "norma 3"),
        "withdraw": lambda: withdraw(own()),
        "hide an opening": lambda: actions.hide_post(first(), None, "norma 3"),
        "restore": lambda: actions.restore_post(gone(), None),
        "restore an opening": lambda: actions.restore_post(
            some(chance, Post, opening, Post.state != "visible"), None
        ),
        "put back": lambda: back(post),
        "mark": lambda: actions.mark_post(post, None, picked=not post.picked, wiki=post.wiki),
        "wiki": lambda: actions.mark_post(post, None, picked=post.picked, wiki=not post.wiki),
    }


def to_threads(chance: random.Random, thread: Thread, other: Thread, name: str) -> Acts:
    """What is done to whole threads."""
    start = chance.randint(1, 5)
    numbers, tags, linked = Ranges.of((start, start + 1)), labels(chance), Thread.linked_id.is_not(None)

    def rename(thread: Thread, tags: list[str] | None = None) -> None:
        opening = some(chance, Post, Post.thread_id == thread.id, Post.number == 1)
        actions.edit_post(opening, None, TEXTS[0], title=name, tags=tags)

    def move(thread: Thread, visibility: str) -> None:
        actions.move_thread(thread, some(chance, Group, Group.visibility == visibility), None)

    def end(thread: Thread, when: str) -> None:
        actions.arrange_thread(thread, None, **{when: utcnow() - timedelta(seconds=1)})
        db.session.flush()
        keep_time(thread)

    def moved_from() -> Thread:
        return some(chance, Thread, Thread.id.in_(select(Transfer.source_id)))

    return {
        "close": lambda: actions.close_thread(thread, None),
        "open": lambda: actions.open_again(thread, None),
        "pin": lambda: actions.pin_thread(thread, None),
        "pin an entry": lambda: actions.pin_thread(some(chance, Thread, Thread.kind == "entry"), None),
        "pin here": lambda: actions.arrange_thread(thread, None, pinned=True, pinned_everywhere=False),
        "unpin": lambda: actions.unpin_thread(thread, None),
        "slow": lambda: setattr(thread, "slow_minutes", 0 if thread.slow_minutes else 5),
        "end": lambda: actions.arrange_thread(thread, None, closes_at=utcnow() + LONG_AGO),
        "ended": lambda: end(thread, chance.choice(["closes_at", "pinned_until"])),
        "remove thread": lambda: actions.remove_thread(thread, None, "norma 3"),
        "restore thread": lambda: actions.restore_thread(
            some(chance, Thread, Thread.state == "removed"), None
        ),
        "approve thread": lambda: actions.restore_thread(
            some(chance, Thread, Thread.state == "pending"), None
        ),
        "have it wait": lambda: actions.put_thread_back(thread, None, "pending", ""),
        "move": lambda: move(thread, "open"),
        "move away": lambda: move(thread, "private"),
        "move back": lambda: move(
            some(chance, Thread, Thread.group.has(Group.visibility == "private")), "open"
        ),
        "arrange": lambda: actions.arrange_thread(thread, None, title=name, tags=tags),
        "title": lambda: actions.arrange_thread(thread, None, title=name),
        "tags": lambda: actions.arrange_thread(thread, None, tags=tags),
        "rename": lambda: rename(thread, chance.choice([None, tags])),
        "rename what is linked": lambda: rename(some(chance, Thread, linked)),
        "hide what is linked": lambda: actions.remove_thread(some(chance, Thread, linked), None, "norma 3"),
        "rename what posts left": lambda: rename(moved_from()),
        "split": lambda: actions.split_thread(thread, numbers, name, None),
        "merge": lambda: actions.merge_threads(thread, other, None),
        "posts": lambda: actions.move_posts(thread, numbers, other, None),
        "back": lambda: actions.take_back(some(chance, Transfer), None),
        "relate": lambda: actions.relate(thread.id, [other.id, some(chance, Thread).id]),
    }


def new_threads(chance: random.Random, person: User, text: Rendered, name: str) -> Acts:
    """Threads that are opened."""
    tags = labels(chance)

    def unlinked() -> Thread:
        return some(chance, Thread, Thread.kind == "entry", Thread.linked_id.is_(None))

    def debate(**given: Any) -> object:
        group = some(chance, Group)
        return actions.open_thread("debate", name, text, person, group=group, tags=tags, **given)

    def entry(group: Group | None, **given: Any) -> object:
        return actions.open_thread("entry", name, text, person, group=group, tags=tags, **given)

    return {
        "open a debate": debate,
        "open one that waits": lambda: debate(state="pending"),
        "open one about an entry": lambda: debate(linked=unlinked()),
        "open an entry": lambda: entry(None),
        "open an entry in a group": lambda: entry(some(chance, Group)),
    }


def to_people(chance: random.Random, person: User, name: str) -> Acts:
    """What changes how people are shown, and what they may."""
    writer = some(chance, User, User.id.in_(select(Post.author_id)))

    def leave() -> None:
        one = some(chance, User, User.username.startswith("lejana"), User.state == "active")
        say_nothing(one)
        one.state, one.email, one.password_hash = "erased", None, None

    return {
        "call": lambda: setattr(writer, "display_name", name),
        "rename a person": lambda: setattr(writer, "username", f"nombre-{chance.randint(1, 9**9)}"),
        "job": lambda: setattr(writer, "position", name),
        "verify": lambda: setattr(writer, "verified_at", None if writer.verified_at else utcnow()),
        "role": lambda: setattr(writer, "role", "member" if writer.role == "moderator" else "moderator"),
        "suspend": lambda: setattr(person, "suspended_until", utcnow() + timedelta(days=1)),
        "let in": lambda: setattr(
            some(chance, User, User.suspended_until.is_not(None)), "suspended_until", None
        ),
        "say nothing": lambda: say_nothing(writer),
        "leave for good": leave,
    }


def to_places(chance: random.Random, person: User, name: str) -> Acts:
    """What is done to groups, tags and the words of the site."""
    group, private, used = some(chance, Group), Group.visibility == "private", Group.thread_count > 0

    def leave() -> None:
        members = db.session.scalars(select(GroupMember).order_by(GroupMember.user_id)).all()
        one = chance.choice(members)
        remove_member(db.session.get_one(Group, one.group_id), db.session.get_one(User, one.user_id))

    return {
        "call a group": lambda: setattr(group, "name", name),
        "describe": lambda: setattr(group, "description", name),
        "new group": lambda: create_group(name, visibility=chance.choice(["open", "private"])),
        "shut a group": lambda: setattr(some(chance, Group, ~private, used), "visibility", "private"),
        "shut another": lambda: setattr(some(chance, Group, ~private, used), "visibility", "private"),
        "open a group": lambda: setattr(some(chance, Group, private, used), "visibility", "open"),
        "open another": lambda: setattr(some(chance, Group, private, used), "visibility", "open"),
        "join": lambda: add_member(some(chance, Group, private), person, moderator=chance.random() < 0.3),
        "leave": leave,
        "tag": lambda: setattr(some(chance, Tag), "name", name),
        "tag elsewhere": lambda: setattr(some(chance, Tag), "slug", f"otra-{chance.randint(1, 9**9)}"),
        "blanks": lambda: fill_blanks({"name": name, "email": "a@b.example"}, person),
        "rules": lambda: write_page("rules", "es", name, person, seen=None),
    }


def own_acts(thread: Thread, readers: list[int], chance: random.Random) -> Acts:
    """What changes what somebody sees, and nobody else."""
    person = db.session.get_one(User, chance.choice(readers))
    draft = Draft(user_id=person.id, kind="debate")
    followed = Subscription(user_id=person.id, thread_id=thread.id)
    return {
        "draft": lambda: db.session.add(draft),
        "follow": lambda: db.session.add(followed),
        "silence": lambda: setattr(person, "silenced_until", utcnow() + timedelta(days=1)),
        "speak": lambda: setattr(person, "silenced_until", None),
        "language": lambda: setattr(person, "language", chance.choice(["es", "en", None])),
    }
