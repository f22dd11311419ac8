"""What a text that was submitted has: watched words, links, personal data. It may take long."""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import unescape

from forum.debates.actions import Submitted
from forum.lib.html.links import is_external
from forum.lib.markdown import Rendered
from forum.lib.transactions import slow
from forum.moderation.screening.folding import Words
from forum.moderation.screening.models import ACTIONS
from forum.moderation.screening.patterns import replaced
from forum.moderation.screening.personal import Found, personal_data
from forum.moderation.screening.snapshot import Snapshot, Watched

LINK = re.compile(r'<a [^>]*?href="([^"]*)"')
LEAST_COPIED = 40  # characters that a text says, from which on it is compared with others


@dataclass(frozen=True)
class Placed:
    """Personal data found, as it is shown to the writer, and whether it stands in the title or the text."""

    kind: str
    value: str
    before: str
    after: str
    where: str


@slow
def watched_in(submitted: Submitted, rules: Snapshot) -> Mapping[str, Sequence[Watched]]:
    """The watched patterns that the text has, by what is done; if it is changed, those that are new in it."""
    words = Words(readable(submitted.title, submitted.text)) if rules.watched else None
    found = [watched for watched in rules.watched if words and watched.pattern.matches(words)]
    if submitted.before and found:
        old = Words(readable("", submitted.before))
        found = [watched for watched in found if not watched.pattern.matches(old)]
    return {action: some for action in ACTIONS if (some := [one for one in found if one.action == action])}


def listed(found: Sequence[Watched]) -> str:
    """Watched patterns as they are told."""
    return ", ".join(f"«{watched.pattern.text}»" for watched in found)


def readable(title: str, text: Rendered) -> str:
    """What a reader gets: the title, the text, and where its links lead."""
    return "\n".join((title, text.text, *links_of(text)))


def links_of(text: Rendered) -> Iterator[str]:
    """The addresses on other sites that a text links to."""
    for address in LINK.findall(text.html):
        if is_external(address) and not address.startswith("mailto:"):
            yield unescape(address)


def new_links(submitted: Submitted) -> int:
    """How many links to other sites the text has that it did not have before."""
    old = set(links_of(submitted.before)) if submitted.before else set()
    return sum(address not in old for address in links_of(submitted.text))


@slow
def personal_in(submitted: Submitted) -> Sequence[Placed]:
    """The personal data that the text has, and did not have before if it is changed."""
    old = {found.value for found in personal_data(submitted.before.text)} if submitted.before else set()
    return [*placed("title", submitted.title, old), *placed("body", submitted.text.text, old)]


def placed(where: str, text: str, old: set[str]) -> Iterator[Placed]:
    """The personal data of a title or a text, but for those that were there before."""
    found: Found
    for found in personal_data(text):
        if found.value not in old:
            yield Placed(*found, where=where)


def digest_of(submitted: Submitted) -> str:
    """What the writer sends to publish this text as it is, and no other."""
    said = f"{submitted.title}\x1f{submitted.text.source}"
    return hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()[:32]


def key_of(submitted: Submitted) -> str | None:
    """What texts that say the same have in common; none for a short one, which many write."""
    key = Words(submitted.text.text).key
    return (
        hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()[:32] if len(key) >= LEAST_COPIED else None
    )


@slow
def in_other_words(
    submitted: Submitted, found: Sequence[Watched]
) -> tuple[str | None, str | None, Sequence[Watched]]:
    """Title and text with what their watched words are replaced by, if there are any.

    And those that are not to be found in what was written, though readers would: marks hide them.
    """
    title, body, left = submitted.title, submitted.text.source, []
    for watched in found:
        before = title, body
        title, body = (replaced(text, watched.pattern, watched.replacement) for text in before)
        if (title, body) == before:
            left.append(watched)
    return (title, body, left) if found else (None, None, left)
