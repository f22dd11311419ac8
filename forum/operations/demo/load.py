"""Filling an empty database with the demo community, through the forum's own actions."""

from collections.abc import Sequence
from dataclasses import dataclass

from forum.accounts.actions import hash_password
from forum.accounts.models import ROLES
from forum.accounts.passwords import make_password
from forum.audit.actions import record
from forum.lib.commands import CannotDo
from forum.lib.markdown import render
from forum.lib.transactions import transaction
from forum.operations.demo.community import Community
from forum.operations.demo.filling import fill
from forum.operations.emptiness import is_empty

HOLDS_SOMETHING = "the database holds people or threads already: the demo community takes an empty one"
WORDS = {"admin": "administrator", "moderator": "moderator", "member": "member"}


class NotEmpty(CannotDo):
    """The demo community is only for an empty database."""


@dataclass(frozen=True)
class SignIn:
    """Who can sign in, and with what; the password is nowhere else."""

    username: str
    role: str
    password: str


def load_demo(community: Community) -> list[SignIn]:
    """Put the community into an empty database; gives its sign-ins, who may most first. Raises NotEmpty."""
    if not is_empty():
        raise NotEmpty(HOLDS_SOMETHING)
    ranked = sorted(community.people, key=lambda person: ROLES.index(person.role), reverse=True)
    sign_ins = [SignIn(person.username, person.role, make_password()) for person in ranked]
    hashes = {one.username: hash_password(one.password) for one in sign_ins}
    bios = {person.username: render(person.bio) for person in community.people}
    texts = {
        f"{talk.key}:{number}": render(message.body)
        for talk in community.talks
        for number, message in enumerate(talk.messages, 1)
    }
    with transaction(alone=True):
        if not is_empty():
            raise NotEmpty(HOLDS_SOMETHING)
        fill(community, hashes, bios, texts)
        record("demo.load", "site", None, None, people=len(community.people), threads=len(community.talks))
    return sign_ins


def listed(sign_ins: Sequence[SignIn]) -> str:
    """The sign-ins as lines to print."""
    lines = [f"  {one.username:<18}{one.password:<28}{WORDS[one.role]}" for one in sign_ins]
    return "\n".join(["Accounts of the demo community, of this copy alone:", *lines])
