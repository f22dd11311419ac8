"""What an export would bring and what it leaves, in the order in which it was written."""

from dataclasses import dataclass, field
from datetime import datetime

from forum.importers.report import Skip
from forum.importers.wordpress.known import Addresses
from forum.importers.wordpress.labels import line
from forum.importers.wordpress.notes import TWICE
from forum.importers.wordpress.rows import Person
from forum.importers.wordpress.spool import Spool
from forum.importers.wordpress.taking import Taking
from forum.importers.wordpress.wxr import Author
from forum.lib.commands import in_english
from forum.lib.slugs import slugify

LONGEST_NAME = 80


@dataclass
class Plan:
    """The people of an export, its entries on disk, and what is left.

    `key` begins the `origin` of everything that comes from its site; `since` is when each author first wrote.
    """

    key: str
    title: str
    language: str
    entries: Spool
    taking: Taking
    people: dict[str, Person] = field(default_factory=dict)
    since: dict[str, datetime] = field(default_factory=dict)
    skipped: list[Skip] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    addresses: Addresses = field(init=False)

    def __post_init__(self) -> None:
        self.addresses = Addresses(self.key.partition("/")[2])

    def claim(self, key: str) -> object | None:
        """Take a key for one thing; why not, if another thing of the file has it."""
        if key in self.seen:
            return TWICE
        self.seen.add(key)
        return None

    def skip(self, item: str, why: object) -> None:
        """Leave one thing; `why` may be what a page would say in its reader's language."""
        self.skipped.append(Skip(item, in_english(why)))

    def person(self, author: Author) -> str:
        """The key of an author's account, whatever stray signs stand around the login; nothing for nobody."""
        login = slugify(author.login) or slugify(author.name)
        if not login:
            return ""
        key = f"{self.key}:author:{login}"[:255]
        if key not in self.people:
            name = line(author.name or author.login).partition("@")[0][:LONGEST_NAME]
            self.addresses.person(author, key)
            self.people[key] = Person(key, author.login, name, author.email, author.id)
        return key

    def wrote(self, author: str, created: datetime) -> None:
        """Remember when an author first wrote, and that this was written."""
        self.since[author] = min(created, self.since.get(author, created))
