"""The addresses that an export tells of."""

from dataclasses import dataclass, field

from forum.importers.wordpress.addresses import BASES, folded, recorded
from forum.importers.wordpress.wxr import Author, Term
from forum.lib.slugs import slugify


@dataclass
class Addresses:
    """What each leads to: an item's origin, a tag's slug, a person's key. `path` is the site's own."""

    path: str
    items: dict[str, str] = field(default_factory=dict)
    terms: dict[str, str] = field(default_factory=dict)
    people: dict[str, str] = field(default_factory=dict)

    def item(self, number: str, link: str, origin: str) -> None:
        """An item is asked for by number, or at its link; of two items at one, the first."""
        for path in (f"?p={number}" if number.isdigit() else None, recorded(link, self.path)):
            if path is not None:
                self.items.setdefault(path, origin)

    def term(self, term: Term, slug: str) -> None:
        """A category or tag that is the tag `slug` here."""
        base = BASES.get("tag" if term.domain == "post_tag" else term.domain)
        if base and term.slug:
            self.terms[f"{base}/{folded(term.slug)}"] = slug
        if base == "category" and term.id:
            self.terms[f"?cat={term.id}"] = slug

    def person(self, author: Author, key: str) -> None:
        """Whoever wrote has an archive."""
        self.people[f"author/{slugify(author.login)}"] = key
        if author.id:
            self.people[f"?author={author.id}"] = key
