"""A mail is in its recipient's language, whoever acts, in a page or outside of one."""

import pytest
from flask import Flask

from forum.accounts.actions import ask_reset
from forum.lib.transactions import transaction
from tests.accounts.pages import new_address, register
from tests.factories import PASSWORD, fresh, make_user, sign_in
from tests.mailbox import mails_to, text_of
from tests.moderation.cases import make_case, time_passes

SAID = {  # the subject, and a word of the text, of the mail with which a password is chosen again
    "es": ("Elige otra contraseña · Tertulia", "El enlace vale 2 horas"),
    "en": ("Choose another password · Tertulia", "The link is valid for 2 hours"),
}
DECIDED = {"es": "Tu denuncia: «Desestimar» en «", "en": "Your report: ‘Dismiss’ in ‘"}


def is_in(mail, language: str) -> bool:
    subject, words = SAID[language]
    return mail["Subject"] == subject and words in text_of(mail)


@pytest.mark.parametrize("chosen", ["es", "en"])
def test_a_mail_is_in_the_language_that_its_recipient_chose(client, chosen):
    user = make_user(language=chosen)
    other = {"es": "en", "en": "es"}[chosen]
    client.post("/forgot", data={"email": user.email}, headers={"Accept-Language": other})
    assert is_in(mails_to(user.email)[-1], chosen)


@pytest.mark.parametrize("read", ["es", "en"])
def test_whoever_asks_for_a_mail_without_having_chosen_gets_it_in_the_language_of_the_page(client, read):
    user = make_user()
    client.post("/forgot", data={"email": user.email}, headers={"Accept-Language": read})
    assert is_in(mails_to(user.email)[-1], read)


def test_who_registers_is_written_to_in_the_language_of_the_form(client):
    address = new_address()
    register(client, "ana_english", address)
    client.post("/preferences", data={"language": "en"})
    later = new_address()
    register(client, "eva_english", later)
    assert mails_to(address)[-1]["Subject"] == "Confirma tu correo · Tertulia"
    assert mails_to(later)[-1]["Subject"] == "Confirm your email · Tertulia"


@pytest.mark.parametrize("acting", ["es", "en"])
def test_what_a_moderator_decides_is_told_to_each_in_their_own_language(client, acting):
    people = {"es": make_user(language="es"), "en": make_user(language="en"), None: make_user()}
    case = make_case(None, *people.values())
    sign_in(client, make_user(role="moderator", language=acting))
    answer = client.post(
        f"/moderation/cases/{case.id}", data={"act": "dismiss", "reason": "No es publicidad."}
    )
    assert answer.status_code == 303
    time_passes()
    for language, person in people.items():
        assert mails_to(person.email)[-1]["Subject"].startswith(DECIDED[language or "es"])
    assert client.get("/moderation/").text.count(f'<html lang="{acting}"') == 1


def test_outside_of_a_page_mails_are_in_the_recipients_language_else_the_sites(app: Flask):
    people = {"es": make_user(), "en": make_user(language="en")}
    for language, person in people.items():
        with transaction():
            ask_reset(fresh(person))
        assert is_in(mails_to(person.email)[-1], language)


@pytest.mark.parametrize("language", ["es", "en"])
def test_a_lost_confirmation_is_sent_again_in_that_language(client, language):
    user = make_user(language=language, confirmed=False, password=PASSWORD)
    client.post("/confirm", data={"email": user.email})
    subject = {"es": "Confirma tu correo", "en": "Confirm your email"}[language]
    assert mails_to(user.email)[-1]["Subject"].startswith(subject)
