"""Filling an empty database with the demo community, through the forum's own actions."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from forum.accounts.actions import hash_password
from forum.accounts.models import ROLES
from forum.accounts.passwords import make_password
from forum.lib.markdown import render
from forum.lib.refusals import Conflict
from forum.lib.transactions import transaction
from forum.operations.demo.community import Community
from forum.operations.demo.filling import fill
from forum.operations.emptiness import is_empty


class NotEmpty(Conflict):
    message = _l("La base de datos ya tiene contenido: la comunidad de demostración pide una vacía.")


@dataclass(frozen=True)
class SignIn:
    """Who can sign in, and with what; the password is nowhere else."""

    username: str
    role: str
    password: str


def load_demo(community: Community) -> list[SignIn]:
    """Put the community into an empty database; gives its sign-ins, who may most first. Raises NotEmpty."""
    if not is_empty():
        raise NotEmpty
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
            raise NotEmpty
        fill(community, hashes, bios, texts)
    return sign_ins


def listed(sign_ins: Sequence[SignIn]) -> str:
    """The sign-ins as lines to print."""
    words = {"admin": _l("administración del sitio"), "moderator": _l("moderación"), "member": _l("miembro")}
    lines = [f"  {one.username:<18}{one.password:<28}{words[one.role]}" for one in sign_ins]
    return "\n".join([str(_l("Cuentas de la comunidad de demostración, solo de esta instalación:")), *lines])
