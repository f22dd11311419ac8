"""The demo community, told again through the forum's own actions. The caller owns the transaction."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from flask import current_app

from forum.accounts.actions import create_user
from forum.accounts.models import User
from forum.audit.actions import record
from forum.debates.actions import open_thread, post_reply, withdraw_post
from forum.debates.models import Post, Thread
from forum.debates.queries import opening_post
from forum.groups.actions import add_member, create_group
from forum.groups.models import Group
from forum.lib.clock import utcnow
from forum.lib.markdown import Rendered
from forum.moderation.actions import Grounds, decide_post, decide_thread, flag_post
from forum.moderation.norms import norms
from forum.operations.demo.community import Act, Circle, Community, Message, Person, Talk, in_order, moment
from forum.profiles.actions import edit_profile

REFERENCE = re.compile(r"/posts/([a-z-]+:\d+)")


@dataclass
class Loaded:
    """What is in the database so far: people by username, posts by «thread:number», the others by key."""

    now: datetime
    zone: ZoneInfo
    people: dict[str, User] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)
    threads: dict[str, Thread] = field(default_factory=dict)
    posts: dict[str, Post] = field(default_factory=dict)


def fill(
    community: Community,
    hashes: Mapping[str, str],
    bios: Mapping[str, Rendered],
    texts: Mapping[str, Rendered],
) -> None:
    """Everything in the order in which it happened; what moderation did comes last."""
    loaded = Loaded(utcnow(), ZoneInfo(current_app.config["TIMEZONE"]))
    for person in community.people:
        add_person(loaded, person, hashes[person.username], bios[person.username])
    for circle in community.groups:
        add_group(loaded, circle)
    for talk, number, when in in_order(community, loaded.now, loaded.zone):
        add_post(loaded, talk, number, when, texts[f"{talk.key}:{number}"])
    for talk in community.talks:
        for number, message in enumerate(talk.messages, 1):
            befall_post(loaded, loaded.posts[f"{talk.key}:{number}"], message)
        befall_thread(loaded, talk)


def add_person(loaded: Loaded, person: Person, password_hash: str, bio: Rendered) -> None:
    """Somebody who can sign in."""
    user = create_user(
        person.username,
        email=f"{person.username}@tertulia.example",
        password_hash=password_hash,
        role=person.role,
        verified=person.verified,
        created=moment(person.joined, loaded.now, loaded.zone),
    )
    words = {
        "display_name": person.name,
        "position": person.position,
        "organisation": person.organisation,
        "place": person.place,
    }
    edit_profile(user, words, bio, person.links)
    record("user.create", "user", user.id, None, role=person.role)
    loaded.people[person.username] = user


def add_group(loaded: Loaded, circle: Circle) -> None:
    """A group with its members, made by who administers the site."""
    admin = next(user for user in loaded.people.values() if user.role == "admin")
    group = create_group(
        circle.name,
        description=circle.description,
        tone=circle.tone,
        visibility=circle.visibility,
        creator=admin,
    )
    for username in circle.members:
        add_member(group, loaded.people[username], quietly=True)
    for username in circle.moderators:
        add_member(group, loaded.people[username], moderator=True, quietly=True)
    loaded.groups[circle.key] = group


def add_post(loaded: Loaded, talk: Talk, number: int, when: datetime, text: Rendered) -> None:
    """The thread's next post, or the thread; nobody is told."""
    message = talk.messages[number - 1]
    author = loaded.people[message.author]
    text = with_addresses(text, loaded.posts)
    if number > 1:
        thread = loaded.threads[talk.key]
        post = post_reply(
            thread,
            author,
            text,
            reply_to=message.reply_to,
            created=when,
            language=message.language,
            quietly=True,
        )
    else:
        post = opened(loaded, talk, author, text, when)
    loaded.posts[f"{talk.key}:{number}"] = post


def opened(loaded: Loaded, talk: Talk, author: User, text: Rendered, when: datetime) -> Post:
    """The opening post of a new thread."""
    thread = loaded.threads[talk.key] = open_thread(
        talk.kind,
        talk.title,
        text,
        author,
        group=loaded.groups[talk.group] if talk.group else None,
        tags=talk.tags,
        linked=loaded.threads[talk.linked] if talk.linked else None,
        language=talk.messages[0].language,
        created=when,
        quietly=True,
    )
    return opening_post(thread)


def with_addresses(text: Rendered, posts: Mapping[str, Post]) -> Rendered:
    """The text with the addresses that the posts it refers to now have."""

    def address(found: re.Match[str]) -> str:
        return f"/posts/{posts[found[1]].id}"

    return replace(text, source=REFERENCE.sub(address, text.source), html=REFERENCE.sub(address, text.html))


def befall_post(loaded: Loaded, post: Post, message: Message) -> None:
    """What happened to a post after it was written."""
    if message.withdrawn:
        withdraw_post(post, loaded.people[message.author], message.withdrawn)
    if message.removed:
        why = grounds_of(message.removed)
        decide_post(post, loaded.people[message.removed.by], "remove", why)
    for flag in message.flags:
        flag_post(post, loaded.people[flag.by], flag.reason, flag.note)


def befall_thread(loaded: Loaded, talk: Talk) -> None:
    """What moderators did to a thread."""
    for act, done in (("pin", talk.pinned), ("close", talk.closed)):
        if done:
            decide_thread(loaded.threads[talk.key], loaded.people[done.by], act, grounds_of(done))


def grounds_of(done: Act) -> Grounds:
    """Why something was decided, with the name that the site's rules' page gives the rule."""
    return Grounds(done.reason, rule=norms()[done.rule - 1][0] if done.rule else "")
