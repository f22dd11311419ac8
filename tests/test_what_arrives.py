"""What no database holds: the character U+0000, and numbers beyond any column. Nothing fails of it."""

import re

import pytest

from tests.factories import make_group, make_thread, make_user, opening_of, sign_in

HUGE = ("2147483648", "9223372036854775808", "9" * 30, "-1", "0-9223372036854775807")
PART = re.compile(r"<(?:[^<>]*:)?(\w+)>")
ASKED = "page after before reply_to quote entry q kind group tag author order view p cat".split()
SENT = """
act action alt bio body display_name draft email entry group label language links-0-label links-0-url name
next note old_password organisation password picture_alt picture_caption picture_name picture_source place
position reason reply_to revision submission tags terms theme title url username
""".split()


@pytest.fixture
def place(client):
    """Fills in the addresses of the site; the reader may do everything."""
    thread = make_thread(group=make_group("Permutas"), tags=["uno"])
    values = {"section": "debates", "thread": thread.key, "thread_id": thread.id, "draft_id": 1, "case_id": 1}
    values |= {"post_id": opening_of(thread).id, "page": "rules", "language": "es"}
    sign_in(client, make_user("alba", role="admin"))

    def addresses(method, text):
        for rule in client.application.url_map.iter_rules():
            if method in rule.methods and rule.endpoint not in ("home.health", "accounts.sign_out"):
                yield PART.sub(lambda part: str(values.get(part[1], text)), rule.rule)

    return addresses


def failures(answers):
    return [(address, status) for address, status in answers if status >= 500]


def test_the_character_zero_in_an_address_is_nothing(client):
    for address in ("/tags/%00", "/groups/a%00b", "/people/%00", "/blog/1-%00", "/legal/%00", "/files/%00"):
        assert client.get(address).status_code == 404


def test_the_character_zero_in_what_is_asked_is_as_if_it_were_not_there(client, place):
    asked = "&".join(f"{name}=%00x%00" for name in ASKED)
    assert failures((at, client.get(f"{at}?{asked}").status_code) for at in place("GET", "x")) == []


def test_the_character_zero_in_a_form_is_as_if_it_were_not_there(client, place):
    sent = {name: f"\x00{name}\x00" for name in SENT}
    assert failures((at, client.post(at, data=sent).status_code) for at in place("POST", "x")) == []


def test_the_character_zero_in_a_cookie_is_as_if_it_were_not_there(client):
    sign_in(client, make_user())
    client.set_cookie("held_text", '"\\000secreto\\000"')
    client.set_cookie("language", '"\\000"')
    assert client.get("/me/held").status_code == 303


def test_a_text_with_the_character_zero_is_published_without_it(client):
    sign_in(client, make_user())
    group = make_group()
    form = {"title": "Per\x00muta", "body": "Busco\x00 plaza.", "group": group.slug, "tags": "lu\x00go"}
    made = client.post("/debates/new", data=form | {"submission": "a\x00b"})
    page = client.get(made.location).text
    assert "Permuta" in page
    assert "Busco plaza." in page
    assert "/tags/lugo" in page


@pytest.mark.long
@pytest.mark.parametrize("number", HUGE)
def test_a_number_beyond_any_column_is_nothing(client, place, number):
    asked = "&".join(f"{name}={number}" for name in ASKED)
    assert failures((at, client.get(f"{at}?{asked}").status_code) for at in place("GET", number)) == []
    sent = dict.fromkeys(SENT, number)
    assert failures((at, client.post(at, data=sent).status_code) for at in place("POST", number)) == []


def test_names_that_grow_when_they_are_sorted_fit_where_they_are_kept(client):
    sign_in(client, make_user())
    answer = client.post("/me/profile", data={"display_name": "㎯" * 80})
    assert answer.status_code == 303
    assert client.get("/people/").status_code == 200
