"""The things of an export as they stand in the file; dates are still text."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Author:
    """Someone who wrote on the site, by the name they signed in with."""

    id: str
    login: str
    email: str = ""
    name: str = ""


@dataclass(frozen=True)
class Term:
    """A category, tag or other word, of the site or on an item; `domain` says which."""

    domain: str
    slug: str
    name: str
    id: str = ""


@dataclass(frozen=True)
class Comment:
    """A comment."""

    id: str
    author: str
    user_id: str
    date: str
    date_gmt: str
    content: str
    approved: str
    type: str
    parent: str


@dataclass(frozen=True)
class Item:
    """A post, page, attachment or anything else that WordPress keeps as one."""

    id: str
    type: str
    title: str
    link: str
    creator: str
    content: str
    excerpt: str
    date: str
    date_gmt: str
    published: str
    status: str
    slug: str
    parent: str
    password: str
    attachment_url: str
    sticky: bool = False
    meta: dict[str, str] = field(default_factory=dict)
    terms: list[Term] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)


@dataclass
class Channel:
    """What an export says of its site. `version` is empty where the file does not say it."""

    title: str = ""
    link: str = ""
    site_url: str = ""
    blog_url: str = ""
    language: str = ""
    published: str = ""
    version: str = ""
    authors: list[Author] = field(default_factory=list)
    terms: list[Term] = field(default_factory=list)

    @property
    def home(self) -> str:
        """The address of the site."""
        return self.blog_url or self.site_url or self.link
