"""The demo community as its files tell it: people and groups in TOML, a Markdown file a thread.

A thread's file is its posts in order. Each begins with a block of TOML between lines `+++`; the first block
also says what the thread is. A text refers to a post by its thread's file and its number:
`/posts/silencio:1`. `{{cita:3}}` begins a quote of number 3 of the same thread.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta, tzinfo
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
WHEN = re.compile(r"hace (?P<days>\d+) días? a las (?P<hour>\d+):(?P<minute>\d\d)|hace (?P<hours>\d+) horas?")
QUOTE = re.compile(r"\{\{cita:(\d+)\}\}")


@dataclass(frozen=True)
class Person:
    """Somebody of the community; `bio` is Markdown, `joined` words such as «hace 3 días a las 9:30»."""

    username: str
    name: str
    position: str
    organisation: str
    place: str
    bio: str
    joined: str
    role: str = "member"
    verified: bool = False
    links: list[dict[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Circle:
    """A group; `members` and `moderators` are usernames."""

    key: str
    name: str
    tone: int
    description: str
    visibility: str = "open"
    members: list[str] = field(default_factory=list)
    moderators: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Act:
    """What somebody did to a thread or a post, and why; a flag has a note too.

    `rule` is the number of the rule that a decision rests on; 0: none.
    """

    by: str
    reason: str
    note: str = ""
    rule: int = 0


@dataclass(frozen=True)
class Message:
    """A post: `body` is Markdown; what befell it afterwards is in `withdrawn`, `removed` and `flags`.

    The forum keeps one language a thread: that of the opening post.
    """

    author: str
    when: str
    body: str
    reply_to: int | None = None
    language: str = "es"
    withdrawn: str = ""
    removed: Act | None = None
    flags: list[Act] = field(default_factory=list)


@dataclass(frozen=True)
class Talk:
    """A thread with its messages; `key` is its file's name, `linked` that of the entry it is about."""

    key: str
    kind: str
    title: str
    messages: list[Message]
    group: str = ""
    tags: list[str] = field(default_factory=list)
    linked: str = ""
    pinned: Act | None = None
    closed: Act | None = None


@dataclass(frozen=True)
class Community:
    """Everybody, everywhere, everything said."""

    people: list[Person]
    groups: list[Circle]
    talks: list[Talk]


def read_community(folder: Path = HERE) -> Community:
    """The community in the files of `folder`. Raises TypeError for a field that nothing knows."""
    people = [Person(**row) for row in tomllib.loads((folder / "people.toml").read_text("utf-8"))["people"]]
    groups = [Circle(**row) for row in tomllib.loads((folder / "groups.toml").read_text("utf-8"))["groups"]]
    talks = [read_talk(path) for path in sorted((folder / "threads").glob("*.md"))]
    names = {person.username: person.name for person in people}
    return Community(people, groups, [with_quotes(talk, names) for talk in talks])


def read_talk(path: Path) -> Talk:
    """The thread in a file."""
    pieces = re.split(r"^\+\+\+\n", path.read_text("utf-8"), flags=re.MULTILINE)[1:]
    blocks = [tomllib.loads(block) for block in pieces[::2]]
    opening = blocks[0]
    whole: dict[str, Any] = {}
    for name in ("kind", "title", "group", "tags", "linked"):
        if name in opening:
            whole[name] = opening.pop(name)
    for name in ("pinned", "closed"):
        if name in opening:
            whole[name] = Act(**opening.pop(name))
    messages = [read_message(block, body) for block, body in zip(blocks, pieces[1::2], strict=True)]
    return Talk(path.stem, messages=messages, **whole)


def read_message(block: dict[str, Any], body: str) -> Message:
    """The post with these facts and this text."""
    removed = Act(**block.pop("removed")) if "removed" in block else None
    flags = [Act(**row) for row in block.pop("flags", [])]
    return Message(body=body.strip(), removed=removed, flags=flags, **block)


def with_quotes(talk: Talk, names: Mapping[str, str]) -> Talk:
    """The thread with `{{cita:3}}` as the line that begins a quote of its number 3."""

    def first_line(found: re.Match[str]) -> str:
        author = talk.messages[int(found[1]) - 1].author
        return f"> [{names[author]}, n.º {found[1]}](/posts/{talk.key}:{found[1]})"

    return replace(
        talk, messages=[replace(one, body=QUOTE.sub(first_line, one.body)) for one in talk.messages]
    )


def moment(words: str, now: datetime, zone: tzinfo) -> datetime:
    """When «hace 3 días a las 9:30» or «hace 2 horas» was, on the clock of `zone`. Raises ValueError."""
    found = WHEN.fullmatch(words)
    if found is None:
        raise ValueError(f"«{words}» is not a moment")
    if found["hours"]:
        return now - timedelta(hours=int(found["hours"]))
    day = now.astimezone(zone).date() - timedelta(days=int(found["days"]))
    return datetime.combine(day, time(int(found["hour"]), int(found["minute"])), zone)


def in_order(community: Community, now: datetime, zone: tzinfo) -> Iterator[tuple[Talk, int, datetime]]:
    """Every post as its thread, its number and its moment, as they were written one after another."""
    said = [
        (moment(message.when, now, zone), talk, number)
        for talk in community.talks
        for number, message in enumerate(talk.messages, 1)
    ]
    for when, talk, number in sorted(said, key=lambda one: one[0]):
        yield talk, number, when
