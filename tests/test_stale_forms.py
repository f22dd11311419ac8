"""Forms whose token expired: what was typed comes back to be sent again, and nothing is done."""

import re

from forum.lib.transactions import transaction
from forum.moderation.actions import decide_post
from forum.moderation.models import Appeal, Flag, Notice
from tests.factories import fresh, make_reply, make_thread, make_user, sign_in
from tests.moderation.cases import count, time_passes

TYPED = "Lo que me costó escribir <con cuidado>"
SHOWN = "Lo que me costó escribir &lt;con cuidado&gt;"


def token_in(page):
    return re.search(r'name="csrf_token"[^>]*value="([^"]+)', page.partition("<main")[2])[1]


def comes_back(client, path, **typed):
    """Send a form with an old token: its page as typed, which is taken the second time."""
    old = client.post(path, data={**typed, "csrf_token": "vieja"})
    assert old.status_code == 403
    assert "sigue aquí" in old.text
    assert SHOWN in old.text
    assert "CSRF" not in old.text
    return lambda: client.post(path, data={**typed, "csrf_token": token_in(old.text)})


def test_a_notice_of_somebody_without_an_account(client, app):
    app.config["WTF_CSRF_ENABLED"] = True
    post = make_reply(make_thread())
    said = {"kind": "fraud", "text": TYPED, "name": "Eva", "email": "eva@correo.example", "good_faith": "y"}
    again = comes_back(client, "/legal/notice", address=f"/posts/{post.id}", **said)
    assert count(Notice) == 0
    assert again().status_code == 303
    assert count(Notice) == 1


def test_a_flag_and_an_appeal(client, app):
    ana, luis, moderator = make_user(), make_user(), make_user(role="moderator")
    post = make_reply(make_thread(), author=ana)
    sign_in(client, luis)
    app.config["WTF_CSRF_ENABLED"] = True
    again = comes_back(client, f"/posts/{post.id}/flags", reason="spam", note=TYPED)
    assert count(Flag) == 0
    assert again().status_code == 303
    with transaction():
        decided = decide_post(fresh(post), fresh(moderator), "remove", "norma 2").id
    time_passes()
    sign_in(client, ana)
    again = comes_back(client, f"/me/decisions/{decided}", text=TYPED)
    assert count(Appeal) == 0
    assert again().status_code == 303


def test_whoever_is_no_longer_in_gets_the_text_to_copy(client, app):
    app.config["WTF_CSRF_ENABLED"] = True
    post = make_reply(make_thread())
    old = client.post(
        f"/posts/{post.id}/flags", data={"reason": "spam", "note": TYPED, "csrf_token": "vieja"}
    )
    assert old.status_code == 403
    assert SHOWN in old.text
    assert "vieja" not in old.text


def test_a_view_that_would_write_all_the_same_may_not(client, app):
    """On https the token may be right and the page that sent it another's."""
    app.config["WTF_CSRF_ENABLED"] = True
    post, form = make_reply(make_thread()), "https://127.0.0.1:8000/legal/notice"
    page = client.get(form, base_url="https://127.0.0.1:8000").text
    sent = client.post(
        "/legal/notice",
        base_url="https://127.0.0.1:8000",
        headers={"Referer": "https://otra.example/"},
        data={
            "address": f"/posts/{post.id}",
            "kind": "child_abuse",
            "text": TYPED,
            "good_faith": "y",
            "csrf_token": token_in(page),
        },
    )
    assert sent.status_code == 403
    assert count(Notice) == 0
