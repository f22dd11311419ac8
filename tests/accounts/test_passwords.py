"""How passwords are kept."""

import threading

import pytest

from forum.accounts import passwords
from forum.accounts.actions import rehash
from forum.accounts.models import User
from forum.accounts.passwords import (
    check_strength,
    hash_password,
    is_outdated,
    make_password,
    password_matches,
)
from forum.extensions import db
from forum.lib.refusals import Invalid
from forum.lib.transactions import transaction
from tests.accounts.pages import enter, stored
from tests.factories import PASSWORD, make_user


@pytest.fixture(autouse=True)
def as_in_service(monkeypatch):
    """The figures that the forum runs with."""
    monkeypatch.setattr(passwords, "hasher", passwords.PasswordHasher())


@pytest.mark.long
def test_what_is_stored_is_argon2id_with_64_mib_and_never_the_same_twice():
    first, second = hash_password(PASSWORD), hash_password(PASSWORD)
    assert first.startswith("$argon2id$v=19$m=65536,")
    assert first != second
    assert password_matches(first, PASSWORD)
    assert not password_matches(first, PASSWORD + " ")


def test_hashing_refuses_to_run_inside_a_transaction(app):
    stored_hash = hash_password(PASSWORD)
    with transaction(), pytest.raises(RuntimeError, match="slow"):
        hash_password(PASSWORD)
    with transaction(), pytest.raises(RuntimeError, match="slow"):
        password_matches(stored_hash, PASSWORD)


def test_no_page_hashes_inside_a_transaction(client):
    user = make_user(password=PASSWORD)
    assert enter(client, user.username).status_code == 303


def test_accents_count_however_they_were_typed():
    assert password_matches(hash_password("contrasen\u0303a con ene"), "contrase\u00f1a con ene")


def test_nobodys_password_is_compared_too():
    assert not password_matches(None, PASSWORD)
    assert not password_matches("not a hash", PASSWORD)
    assert not password_matches(hash_password("x" * 200), "x" * 201)


@pytest.mark.long
def test_no_more_than_two_are_hashed_at_once(monkeypatch):
    busy, most, lock = 0, 0, threading.Lock()
    verify = passwords.hasher.verify

    class Watched:
        def verify(self, *args: str) -> bool:
            nonlocal busy, most
            with lock:
                busy += 1
                most = max(most, busy)
            try:
                return verify(*args)
            finally:
                with lock:
                    busy -= 1

    stored_hash = hash_password(PASSWORD)
    monkeypatch.setattr(passwords, "hasher", Watched())
    threads = [threading.Thread(target=password_matches, args=(stored_hash, PASSWORD)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == passwords.AT_ONCE


def test_whoever_waits_too_long_is_told_to_come_back(monkeypatch):
    monkeypatch.setattr(passwords, "PATIENCE", 0.01)
    with passwords.place(), passwords.place(), pytest.raises(passwords.TooBusy) as refused:
        hash_password(PASSWORD)
    assert refused.value.retry_after >= 0


def test_a_weaker_hash_is_replaced_at_the_next_sign_in(client):
    weaker = passwords.PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1).hash(PASSWORD)
    user = make_user()
    with transaction():
        db.session.get(User, user.id).password_hash = weaker
    assert enter(client, user.username).status_code == 303
    newer = stored(user.username).password_hash
    assert is_outdated(weaker)
    assert not is_outdated(newer)
    assert password_matches(newer, PASSWORD)


def test_a_weaker_hash_does_not_come_back_over_a_password_changed_meanwhile(app):
    user = make_user(password=PASSWORD)
    with transaction():
        rehash(db.session.get(User, user.id), "what it was before", "the same, newer")
    assert stored(user.username).password_hash == user.password_hash


@pytest.mark.parametrize("password", ["una frase normal", "Tr0ub4dor&3x", "ñandú ñandú ñu", "x9" * 5 + "!?"])
def test_ordinary_long_passwords_are_strong_enough(password):
    check_strength(password, "ana", "ana@pueblo.example")


@pytest.mark.parametrize(
    "password",
    [
        "123456789",
        "Contraseña1",
        "password123",
        "ababababab",
        "ana.en.el.pueblo",
        "ANA.EN.EL.PUEBLO@x.example",
    ],
)
def test_short_common_and_own_passwords_are_not(password):
    with pytest.raises(Invalid) as refused:
        check_strength(password, "ana", "ana.en.el.pueblo@x.example")
    assert refused.value.field == "password"


def test_a_password_made_here_is_strong_and_never_the_same():
    made = {make_password() for _ in range(50)}
    assert len(made) == 50
    for password in made:
        check_strength(password)


def test_todays_hash_is_not_outdated():
    assert not is_outdated(hash_password(PASSWORD))
