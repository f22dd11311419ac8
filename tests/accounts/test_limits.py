"""How often one address may try, and how many mails one mailbox may be sent."""

from tests.accounts.pages import new_address, register


def test_signing_in_too_often_from_one_address_has_to_wait(limited):
    codes = {limited.post("/login", data={"email": ""}).status_code for _ in range(300)}
    assert codes == {422}
    response = limited.post("/login", data={"email": ""})
    assert response.status_code == 429
    assert int(response.headers["Retry-After"]) > 0
    assert limited.get("/login").status_code == 200


def test_a_mailbox_is_sent_five_mails_an_hour_whoever_asks_and_whatever_for(limited):
    address = new_address()
    assert register(limited, "buzón", address).status_code == 303
    for _ in range(5):
        assert limited.post("/forgot", data={"email": address}).status_code == 303
    elsewhere = {"REMOTE_ADDR": "192.0.2.7"}
    assert limited.post("/forgot", data={"email": address.upper()}, environ_base=elsewhere).status_code == 429
    assert limited.post("/forgot", data={"email": new_address()}).status_code == 303


def test_a_form_that_was_not_taken_does_not_count_against_the_mailbox(limited):
    address = new_address()
    for _ in range(7):
        assert register(limited, "x", address).status_code == 422
    assert register(limited, "equis", address).status_code == 303
