"""Changing what a person says of themselves. The caller owns the transaction."""

from collections.abc import Mapping, Sequence

from forum.accounts.models import User
from forum.extensions import db
from forum.lib.markdown import Rendered
from forum.lib.slugs import sort_key


def edit_profile(
    person: User, words: Mapping[str, str], bio: Rendered, links: Sequence[Mapping[str, str]]
) -> None:
    """Give the profile these `words` (display_name, position, organisation, place), bio and links."""
    for name in ("display_name", "position", "organisation", "place"):
        setattr(person, name, words[name])
    person.sort_key = sort_key(person.name)
    person.bio, person.bio_html = bio.source, bio.html
    person.links = [dict(link) for link in links]
    db.session.flush()
