"""What an import would bring: people, entries and replies, with their texts already safe."""

from dataclasses import dataclass
from datetime import datetime

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
    sticky: bool = False
    replies: tuple[Reply, ...] = ()
