"""Passwords: how strong, and how they are kept (argon2id, RFC 9106)."""

import secrets
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask_babel import lazy_gettext as _l

from forum.lib.refusals import Invalid, Unavailable
from forum.lib.slugs import fold
from forum.lib.transactions import slow

SHORTEST, LONGEST = 10, 200
DIFFERENT = 4
AT_ONCE = 2  # in each process: every one takes 64 MiB
PATIENCE = 10.0  # seconds to wait for a place
FIRST_TRIED = """
1234567890 0123456789 12345678910 123456789a 1q2w3e4r5t 1qaz2wsx3edc abcdefghij administracion administrador
administrator asdfghjkl1 asdfghjklñ ayuntamiento bienvenida bienvenido cambiame123 changeme123 clave12345
contrasena contrasena1 contrasena123 contrasenya contrasinal funcionaria funcionario iloveyou12 micontrasena
miclave123 michelle12 password01 password12 password123 password1234 passw0rd123 pasahitza1 qwerty1234
qwerty12345 qwertyuiop qwertyuiop1 realmadrid secreto123 tequieromucho teamomucho tertulia12 tertulia123
usuario123 welcome123 zxcvbnm123
"""
COMMON = frozenset(FIRST_TRIED.split())

hasher = PasswordHasher()
_places = BoundedSemaphore(AT_ONCE)


class TooBusy(Unavailable):
    message = _l("Hay mucha gente entrando a la vez. Espera unos segundos y repite.")


def check_strength(password: str, *own: str) -> None:
    """Raise Invalid for a password that is short, common, or one of the person's own words."""
    if len(password) < SHORTEST:
        raise Invalid(_l("La contraseña necesita 10 caracteres o más."), field="password")
    if len(password) > LONGEST:
        raise Invalid(_l("La contraseña, de 200 caracteres como mucho."), field="password")
    folded = fold(password)
    names = {fold(word) for word in own} | {fold(word.partition("@")[0]) for word in own}
    if folded in names:
        raise Invalid(_l("La contraseña no puede ser tu nombre de usuario ni tu correo."), field="password")
    if folded in COMMON or len(set(folded)) < DIFFERENT:
        raise Invalid(_l("Esa contraseña es de las primeras que se prueban. Elige otra."), field="password")


def make_password() -> str:
    """A random password that can be read out: 100 bits in groups of four letters and digits."""
    letters = "abcdefghijkmnpqrstuvwxyz23456789"  # 32 of them, without those that look alike
    return "-".join("".join(secrets.choice(letters) for _ in range(4)) for _ in range(5))


@slow
def hash_password(password: str) -> str:
    """What is stored of a password."""
    with place():
        return hasher.hash(composed(password))


@slow
def password_matches(stored: str | None, password: str) -> bool:
    """Whether `stored` was made of `password`. Takes as long where nothing is stored. Raises TooBusy."""
    against = stored if stored and len(password) <= LONGEST else stand_in()
    with place():
        try:
            return hasher.verify(against, composed(password[:LONGEST])) and against is stored
        except (VerificationError, InvalidHashError):
            return False


def is_outdated(stored: str) -> bool:
    """Whether it was hashed with weaker figures than today's."""
    return hasher.check_needs_rehash(stored)


@cache
def stand_in() -> str:
    """What the password of nobody is compared with."""
    return hash_password(secrets.token_hex())


@contextmanager
def place() -> Iterator[None]:
    """Wait for one of the places to hash in."""
    if not _places.acquire(timeout=PATIENCE):
        raise TooBusy(retry_after=int(PATIENCE))
    try:
        yield
    finally:
        _places.release()


def composed(password: str) -> str:
    """The same characters however a keyboard composes them (NIST SP 800-63B, section 5.1.1.2)."""
    return unicodedata.normalize("NFKC", password)
