"""Taking away what a person says of themselves, and giving it back. The caller owns the transaction."""

from collections.abc import Mapping
from copy import copy
from typing import Any

from flask_babel import lazy_gettext as _l

from forum.accounts.models import User
from forum.extensions import db
from forum.lib.refusals import Conflict
from forum.lib.slugs import sort_key

SAID: Mapping[str, Any] = {
    "display_name": "",
    "position": "",
    "organisation": "",
    "place": "",
    "bio": "",
    "bio_html": "",
    "links": [],
}


class ProfileChanged(Conflict):
    message = _l("La persona ha cambiado su perfil después de la decisión.")


def says_something(person: User) -> bool:
    """Whether a person's profile says anything of their own."""
    return any(getattr(person, name) for name in SAID)


def said_by(person: User) -> dict[str, Any]:
    """What a person's profile says, for `say_again`."""
    return {name: getattr(person, name) for name in SAID}


def say_nothing(person: User) -> None:
    """Empty a person's profile: the name shown is the username, and nothing else stands there."""
    say(person, SAID)


def say_again(person: User, said: Mapping[str, Any]) -> None:
    """Give an empty profile what it said. Raises ProfileChanged where the person wrote it anew."""
    if says_something(person):
        raise ProfileChanged
    say(person, said)


def say(person: User, said: Mapping[str, Any]) -> None:
    """Have a profile say this; people are sorted by the name that it shows."""
    for name in SAID:
        setattr(person, name, copy(said[name]))
    person.sort_key = sort_key(person.name)
    db.session.flush()
