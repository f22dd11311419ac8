"""The tags that an item's tags and categories become."""

from collections.abc import Iterator
from html import unescape

from forum.importers.wordpress import notes
from forum.importers.wordpress.labels import part_label
from forum.importers.wordpress.plan import Plan
from forum.importers.wordpress.wxr import Item
from forum.lib.html import summary
from forum.lib.slugs import slugify

LONGEST_TAG = 60
TAGS = ("category", "post_tag", "tag")
UNSEEN_TERMS = ("", "post_format", "nav_menu", "wp_theme", "wp_template_part_area")


def tags_of(item: Item, plan: Plan, label: str) -> Iterator[str]:
    """The names of an item's tags and categories, each once; what is none of either is noted in the plan."""
    seen: set[str] = set()
    for term in item.terms:
        name = " ".join(unescape(term.name or term.slug).split())
        slug = slugify(name)
        if term.domain not in TAGS:
            if name and term.domain not in UNSEEN_TERMS:
                plan.skip(part_label(name, label), notes.OTHER_TERMS)
        elif not slug:
            plan.skip(part_label(name, label), notes.NAMELESS_TAG)
        elif slug not in seen:
            seen.add(slug)
            plan.addresses.term(term, slug)
            yield fitting(name, plan, label)


def fitting(name: str, plan: Plan, label: str) -> str:
    """A tag's name, cut where it is too long."""
    if len(name) <= LONGEST_TAG:
        return name
    plan.skip(part_label(name, label), notes.LONG_TAG)
    return summary(name, LONGEST_TAG - 1)
