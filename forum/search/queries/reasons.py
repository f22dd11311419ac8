"""Why a post was found, where its excerpt does not tell."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from forum.debates.models import Tag, ThreadTag
from forum.extensions import db
from forum.search.analysis import sought, terms
from forum.search.excerpts import ENOUGH, LOOKED_AT, Marker
from forum.search.queries.posts import Line, Shown
from forum.search.query import Node, Phrase, Word, words_of

Place = frozenset[str]  # terms any of which will do


@dataclass(frozen=True)
class Reason:
    """`place`: title, tag or later, where only that has words of the query; `tags` that have them.

    `missing`: the words that the post has nowhere, if not all had to be there.
    """

    place: str = ""
    tags: Sequence[str] = ()
    missing: Sequence[str] = ()


def reasons(
    lines: Sequence[Line], marker: Marker, words: Node | None, language: str, *, relaxed: bool
) -> dict[int, Reason]:
    """The reasons by post, of those that need one; tags are read in one statement, if at all."""
    shown = [one for line in lines for one in line.posts]
    doubtful = [one for one in shown if relaxed or is_silent(one, marker)]
    openings = [one for one in doubtful if one.post.is_opening]
    tags = tags_of({one.post.thread_id for one in openings if relaxed or not in_title(one, marker)})
    wanted = wanted_of(words, language) if relaxed else {}
    return {one.post.id: reason(one, marker, tags.get(one.post.thread_id, ()), wanted) for one in doubtful}


def is_silent(shown: Shown, marker: Marker) -> bool:
    """Whether the post's text has no word of a query that has words."""
    return bool(marker.reach) and not marker.hits(shown.text, shown.post.language)


def in_title(shown: Shown, marker: Marker) -> bool:
    """Whether the title of the post's thread has a word of the query."""
    thread = shown.post.thread
    return bool(marker.hits(thread.title, thread.language))


def reason(shown: Shown, marker: Marker, tags: Sequence[str], wanted: Mapping[str, list[Place]]) -> Reason:
    """Why this post was found; `wanted` are the words that it may lack."""
    post = shown.post
    own = tags if post.is_opening else ()
    held = held_in([shown.text, post.thread.title, *own], post.language, marker) if wanted else frozenset()
    missing = [word for word, places in wanted.items() if any(held.isdisjoint(place) for place in places)]
    if not is_silent(shown, marker):
        return Reason(missing=missing)
    if in_title(shown, marker):
        return Reason("title", missing=missing)
    named = [tag for tag in own if marker.hits(tag, post.language)]
    if named:
        return Reason("tag", named, missing)
    return Reason("later" if len(shown.text) == LOOKED_AT else "", missing=missing)


def tags_of(thread_ids: Iterable[int]) -> dict[int, list[str]]:
    """The names of the tags of some threads."""
    ids = list(thread_ids)
    if not ids:
        return {}
    named = select(ThreadTag.thread_id, Tag.name).join(Tag, Tag.id == ThreadTag.tag_id)
    rows = named.where(ThreadTag.thread_id.in_(ids)).order_by(ThreadTag.place)
    found: dict[int, list[str]] = {}
    for thread, name in db.session.execute(rows):
        found.setdefault(thread, []).append(name)
    return found


def wanted_of(words: Node | None, language: str) -> dict[str, list[Place]]:
    """The words of a query as they were typed, each with the places that its terms have in a text."""
    typed = dict.fromkeys(one.text for one in words_of(words) if isinstance(one, Word | Phrase))
    rows = {text: sought(text, language).rows for text in typed}
    return {text: [place for row in found[:1] for place in row] for text, found in rows.items() if found}


def held_in(texts: Sequence[str], language: str, marker: Marker) -> Place:
    """The terms that the texts have, at least those that are looked for.

    Those that are marked tell, where all are: not phrases, which are marked whole, nor one text of many hits.
    """
    marked = [marker.hits(text, language) for text in texts]
    all_told = not marker.rows and all(len(hits) < ENOUGH for hits in marked)
    found = marked if all_told else [terms(text, language) for text in texts]
    return frozenset(word for hits in found for term in hits for word in (term.text, *term.also))
