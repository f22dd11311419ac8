"""Invented people, in groups."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any

from forum.accounts.identity import username_key
from forum.accounts.models import new_session_token
from forum.lib.alike import skeleton
from forum.lib.markdown import Rendered
from forum.lib.slugs import slugify, sort_key
from forum.operations.seed.vocabulary import vocabulary

MODERATORS = 0.01
WITH_BIO = 0.3
WITH_JOB = 0.8
VERIFIED = 0.4


def person(
    user_id: int, users: int, since: datetime, bios: Sequence[Rendered], chance: Random
) -> dict[str, Any]:
    """The row of a confirmed person without a password, who joined around `since`."""
    words = vocabulary()
    first, last = chance.choice(words.first_names), chance.choice(words.last_names)
    name = f"{first} {last} {chance.choice(words.last_names)}"
    username = f"{slugify(first)}.{slugify(last)}.{user_id}"
    bio = chance.choice(bios) if chance.random() < WITH_BIO else None
    has_job = chance.random() < WITH_JOB
    joined = since + timedelta(minutes=user_id)
    return {
        "id": user_id,
        "username": username,
        "username_key": username_key(username),
        "skeleton": skeleton(username),
        "email": f"{username}@tertulia.example",
        "session_token": new_session_token(),
        "role": role_of(user_id, users),
        "display_name": name,
        "sort_key": sort_key(name),
        "position": chance.choice(words.positions) if has_job else "",
        "organisation": chance.choice(words.organisations) if has_job else "",
        "place": chance.choice(words.places) if has_job else "",
        "bio": bio.source if bio else "",
        "bio_html": bio.html if bio else "",
        "created": joined,
        "confirmed_at": joined,
        "verified_at": joined if chance.random() < VERIFIED else None,
    }


def role_of(user_id: int, users: int) -> str:
    """The first person administers the site, the next few moderate it."""
    if user_id == 1:
        return "admin"
    return "moderator" if user_id <= 1 + users * MODERATORS else "member"


def members_of(users: int, chance: Random) -> list[int]:
    """Who belongs to a group: between one and a fifth of all; the first two of them moderate it."""
    return chance.sample(range(1, users + 1), chance.randint(1, max(1, users // 5)))
