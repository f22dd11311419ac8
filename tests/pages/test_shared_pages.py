"""Members' pages of a thread: made once for all who see them alike, and nobody's own in anybody else's."""

import gzip
import re
from concurrent.futures import ThreadPoolExecutor
from contextvars import Context

import pytest
from flask import Flask, g
from flask_login import current_user
from sqlalchemy import func, select

from forum.accounts.anyone import Anyone, made_for_many
from forum.debates.models import Post, Thread
from forum.debates.queries.audiences import Audience, Readership
from forum.debates.views import threads as view
from forum.debates.views.addresses import thread_url
from forum.extensions import db
from forum.groups.models import GroupMember
from forum.lib.pages import filled, hole, pieces_of
from forum.lib.transactions import transaction
from forum.lib.zipped import joined, piece
from forum.permissions import Viewer
from tests.conftest import Browser
from tests.factories import fresh, make_group, make_reply, make_thread, make_user
from tests.statements import statements

FIELD = re.compile(r'name="(csrf_token|submission)"[^>]* value="([^"]+)"')
ONE_TIME = re.compile(rb'(name="(?:csrf_token|submission)"[^>]* value=")[^"]*')


def address(app: Flask, thread, page: int = 1) -> str:
    with app.test_request_context():
        return thread_url(thread, page)


def ask(browser: Browser, path: str) -> tuple[str, bool]:
    """The page without what is of one time alone, and whether it was made."""
    with statements() as seen:
        answer = browser.get(path)
    assert answer.status_code == 200
    return ONE_TIME.sub(rb"\1", answer.data).decode(), any("posts.body_html" in one for one in seen)


def test_a_page_is_made_once_for_all_who_see_it_alike(kept, bare, browser):
    path = address(kept, make_thread())
    lola, carla, eva = (make_user(name) for name in ("lola", "carla", "eva"))
    assert ask(browser(lola), path)[1]
    for person in (carla, eva):
        page, made = ask(browser(person), path)
        assert (page, made) == (ask(browser(person, bare), path)[0], False)
        assert person.username in page
        assert "lola" not in page


def test_a_form_of_it_is_each_ones_own_and_publishes(kept, browser):
    path = address(kept, make_thread())
    people = [browser(make_user(name)) for name in ("lola", "carla")]
    forms = [
        dict(re.findall(r'name="(csrf_token|submission)" value="([^"]+)"', person.get(path).text))
        for person in people
    ]
    assert forms[0].keys() == {"csrf_token", "submission"}
    assert not {*forms[0].values()} & {*forms[1].values()}
    for person, form in zip(people, forms, strict=True):
        answer = person.post(f"{path}/replies", data={**form, "body": "Vigo es bonito.", "action": "publish"})
        assert answer.status_code == 303, answer.text
    another_s = {**forms[1], "submission": "1", "body": "Otra.", "action": "publish"}
    people[0].post(f"{path}/replies", data=another_s)
    assert db.session.scalar(select(func.count()).select_from(Post)) == 3


def test_a_reply_is_seen_at_once_and_where_the_unread_begins(kept, browser):
    thread = make_thread()
    path = address(kept, thread)
    lola, carla = browser(make_user("lola")), browser(make_user("carla"))
    for person in (lola, carla):
        assert 'id="nuevo"' not in ask(person, path)[0]
    make_reply(thread, "Vigo es bonito.")
    page, made = ask(lola, path)
    assert made
    assert "Vigo es bonito." in page
    assert 'id="nuevo"' in page
    again, made = ask(lola, path)
    assert made
    assert 'id="nuevo"' not in again
    page, made = ask(carla, path)
    assert 'id="nuevo"' in page
    assert not made
    page, made = ask(carla, path)
    assert 'id="nuevo"' not in page
    assert not made


def test_who_wrote_there_and_who_follows_get_their_own(kept, browser):
    lola = make_user("lola")
    thread = make_thread()
    post = make_reply(thread, author=lola)
    path = address(kept, thread)
    follower, other = browser(make_user("carla")), browser(make_user("eva"))
    ask(other, path)
    page, made = ask(browser(lola), path)
    assert made
    assert f"/posts/{post.id}/edit" in page
    assert f"/posts/{post.id}/edit" not in ask(other, path)[0]
    follower.post(f"{path}/follow", data={"action": "follow", **token_of(follower, path)})
    assert 'value="unfollow"' in follower.get(path).text
    assert 'value="unfollow"' not in ask(other, path)[0]


def token_of(person: Browser, path: str) -> dict[str, str]:
    """The token of the person's forms."""
    return {"csrf_token": dict(FIELD.findall(person.get(path).text))["csrf_token"]}


@pytest.mark.parametrize("role", ["moderator", "admin"])
def test_the_team_gets_pages_of_its_own(kept, browser, role):
    path = address(kept, make_thread())
    member, team = browser(make_user("lola")), browser(make_user("ana", role=role))
    ask(member, path)
    for _ in range(2):
        page, made = ask(team, path)
        assert made
        assert "/moderation/threads/" in page
    assert "/moderation/threads/" not in ask(member, path)[0]


def test_what_stands_in_a_private_group_is_for_its_members(kept, browser):
    private = make_group(visibility="private")
    thread, inside = make_thread(), make_user("lola")
    secret = make_thread("Asunto reservado", group=private)
    with transaction():
        db.session.add(GroupMember(group_id=private.id, user_id=inside.id))
        fresh(thread).linked_id = secret.id
    path, member, other = address(kept, thread), browser(inside), browser(make_user("eva"))
    assert "Asunto reservado" in ask(member, path)[0]
    assert "Asunto reservado" not in ask(other, path)[0]
    there = address(kept, secret)
    ask(member, there)
    assert other.get(there).status_code == 404
    with transaction():
        db.session.delete(db.session.get_one(GroupMember, (private.id, inside.id)))
    assert member.get(there).status_code == 404
    assert "Asunto reservado" not in ask(member, path)[0]


def test_a_message_is_shown_to_whom_it_is_for(kept, browser):
    path = address(kept, make_thread())
    lola, carla = browser(make_user("lola")), browser(make_user("carla"))
    ask(lola, path)
    with lola.session_transaction() as session:
        session["_flashes"] = [("message", "Respuesta publicada.")]
    assert "Respuesta publicada." in ask(lola, path)[0]
    assert "Respuesta publicada." not in ask(lola, path)[0]
    assert "Respuesta publicada." not in ask(carla, path)[0]


@pytest.mark.parametrize("query", ["?reply_to=1", "?reply_to=1&quote=1"])
def test_a_form_that_was_asked_for_is_not_anybody_elses(kept, browser, query):
    path = address(kept, make_thread())
    lola, carla = browser(make_user("lola")), browser(make_user("carla"))
    assert 'name="reply_to" value="1"' in ask(lola, path + query)[0]
    assert 'name="reply_to" value="1"' not in ask(carla, path)[0]


def test_an_old_address_leads_to_the_new_one(kept, browser):
    thread = make_thread("Permuta de Lugo")
    old, lola = address(kept, thread), browser(make_user("lola"))
    ask(lola, old)
    with transaction():
        fresh(thread).slug = "otro"
    assert lola.get(old).status_code == 301
    assert lola.get(f"{old}?page=9").status_code == 301
    assert lola.get(f"{old}?page=0").status_code == 404
    assert lola.get(f"{address(kept, fresh(thread))}?page=9").status_code == 404


def test_one_who_is_silenced_is_told_so(kept, browser):
    path, lola = address(kept, make_thread()), make_user("lola")
    ask(browser(make_user("carla")), path)
    ask(browser(lola), path)
    with transaction():
        fresh(lola).silenced_until = fresh(lola).created.replace(year=2999)
    assert 'name="body"' not in ask(browser(lola), path)[0]


def test_who_no_longer_speaks_for_the_team_has_no_hat(kept, browser):
    ana = make_user("ana", role="moderator")
    path = address(kept, make_thread(author=ana))
    readers = browser(make_user("lola")), Browser(kept)
    assert all("Equipo de moderación" in reader.get(path).text for reader in readers)
    with transaction():
        fresh(ana).suspended_until = fresh(ana).created.replace(year=2999)
    assert not any("Equipo de moderación" in reader.get(path).text for reader in readers)


def test_a_page_for_many_cannot_know_who_reads_it(plain_app):
    with plain_app.test_request_context():
        g.viewer = Viewer(id=7)
        with made_for_many(Viewer(id=0), "es"):
            assert g.viewer.id == 0
            assert g.csrf_token == hole("token")
            with pytest.raises(LookupError):
                current_user.username  # noqa: B018
        assert g.viewer.id == 7
        assert "csrf_token" not in g
    assert Anyone("es").is_authenticated


def text_of(pieces) -> str:
    """The pieces as a browser reads them, zipped and not."""
    whole = b"".join(piece.whole for piece in pieces)
    assert gzip.decompress(joined(pieces)) == whole
    return whole.decode()


@pytest.mark.parametrize("texts", [[], [""], ["a", "", "a" * 100_000], ["ñ«»", "€" * 70_000, "ñ«»"]])
def test_pieces_zipped_apart_are_one_text(texts):
    assert text_of([piece(text.encode()) for text in texts]) == "".join(texts)


def test_a_page_comes_zipped_to_who_takes_it_so(kept, browser):
    path, lola = address(kept, make_thread()), browser(make_user("lola"))
    plain = ask(lola, path)[0]
    answer = lola.get(path, headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in answer.headers["Vary"]
    assert ONE_TIME.sub(rb"\1", gzip.decompress(answer.data)).decode() == plain
    assert len(answer.data) < len(plain) / 2


def test_holes_are_filled_each_once():
    asked = []

    def own() -> str:
        asked.append(1)
        return "«yo»"

    page = pieces_of(f"a{hole('own')}b{hole('token')}c{hole('own')}")
    assert text_of(filled(page, {"own": own, "token": lambda: "T"})) == "a«yo»bTc«yo»"
    assert asked == [1]
    assert text_of(filled(pieces_of("hole-own-"), {})) == "hole-own-"


@pytest.mark.parametrize(
    ("first", "last", "end", "alike"),
    [
        (1, 20, 50, {0: [0], 5: [5], 19: [19], 20: [20, 21, 30, 49], 50: [50, 51]}),
        (21, 40, 50, {0: [0], 40: [1, 10, 19, 40, 45], 20: [20], 39: [39], 50: [50]}),
        (41, 50, 50, {0: [0], 1: [1, 2, 39], 40: [40], 49: [49], 50: [50, 60]}),
        (1, 1, 1, {0: [0], 1: [1, 2]}),
    ],
)
def test_who_read_as_far_as_the_page_can_tell_sees_it_alike(first, last, end, alike):
    readers = Readership(1, 1, first, last, end, frozenset(), frozenset())
    assert {
        kept: [n for n in numbers if readers.alike(n) == kept] for kept, numbers in alike.items()
    } == alike


def test_an_audience_tells_authors_and_private_groups_apart():
    readers = Readership(1, 1, 1, 20, 20, frozenset({3, None}), frozenset({8}))
    stranger = readers.audience(Viewer(id=4, groups=frozenset({7, 8})), 0, False)
    assert stranger == Audience(None, frozenset({8}), 0, False)
    assert stranger.viewer.id == -1
    assert readers.audience(Viewer(id=3), 20, True) == Audience(3, frozenset(), 20, True)


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_what_is_written_while_a_page_is_made_is_on_the_next(kept, browser, monkeypatch, method):
    thread, real = make_thread(), view.thread_html
    path = address(kept, thread)
    lola, carla = browser(make_user("lola")), browser(make_user("carla"))
    for person in (lola, carla):
        person.get("/")

    def slowly(*given, **more):
        page = real(*given, **more)
        with ThreadPoolExecutor(1) as beside:
            beside.submit(Context().run, elsewhere, kept, thread.id).result()
        return page

    monkeypatch.setattr(view, "thread_html", slowly)
    lola.open(path, method=method)
    monkeypatch.undo()
    assert "Vigo es bonito." in carla.get(path).text


def elsewhere(app: Flask, thread_id: int) -> None:
    """Somebody replies, in another thread of this process."""
    with app.app_context():
        make_reply(db.session.get_one(Thread, thread_id), "Vigo es bonito.")
        db.session.remove()
