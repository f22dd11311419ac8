"""What an import would bring: people, entries and replies, with their texts already safe."""

from dataclasses import dataclass, field
from datetime import datetime

from forum.importers.report import Skip
from forum.importers.wordpress.notes import TWICE
from forum.lib.markdown import Rendered


@dataclass(frozen=True)
class Person:
    """An author. `key` says where they come from, as the `origin` of their account will."""

    key: str
    login: str
    name: str
    email: str = ""
    id: str = ""


@dataclass(frozen=True)
class Reply:
    """A comment. `author` is the key of a person, if one of the site's wrote it signed in; else empty."""

    key: str
    label: str
    author: str
    name: str
    created: datetime
    parent: str
    text: Rendered
    approved: bool


@dataclass(frozen=True)
class Entry:
    """A post or page. `author` is the key of a person, or empty."""

    key: str
    label: str
    title: str
    text: Rendered
    author: str
    created: datetime
    tags: tuple[str, ...]
    published: bool
    replies: tuple[Reply, ...] = ()


@dataclass
class Plan:
    """What an export would bring, in the order in which it was written, and what it leaves.

    `key` begins the `origin` of everything that comes from its site.
    """

    key: str
    title: str
    language: str
    people: dict[str, Person] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    skipped: list[Skip] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)

    def claim(self, key: str) -> object | None:
        """Take a key for one thing; why not, if another thing of the file has it."""
        if key in self.seen:
            return TWICE
        self.seen.add(key)
        return None

    def skip(self, item: str, why: object) -> None:
        """Leave one thing; `why` may be a lazy translation."""
        self.skipped.append(Skip(item, str(why)))
