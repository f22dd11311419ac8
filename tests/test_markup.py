"""Pages that no link leads to are valid HTML too: forms sent with mistakes, previews, errors, empty lists."""

import contextlib
from io import BytesIO
from xml.etree import ElementTree

import pytest
from werkzeug.datastructures import FileStorage

from forum.debates import actions
from forum.errors import STATUS, error_page
from forum.importers.wordpress.convert import convert
from forum.importers.wordpress.library import Place
from forum.lib.html.characters import storable
from forum.lib.html.limits import TextRefused
from forum.lib.markdown import render, render_html
from forum.lib.transactions import transaction
from forum.search.jobs import index_changes
from tests import corpora
from tests.browser.markup import ON_TEXTS, mistakes
from tests.factories import fresh, make_group, make_reply, make_thread, make_user, opening_of, sign_in
from tests.importers.exports import EVERY
from tests.moderation.cases import make_case
from tests.pictures import drawn
from tests.test_permissions import address, routes, scene

__all__ = ["scene"]

pytestmark = [pytest.mark.browser, pytest.mark.long]  # the checker needs Java

EVIL = "</script><script>alert(1)</script> \" ' & <!-- {{ 7*7 }} \u202e \u2028 ñ 🙂"
QUERIES = ["", "   ", EVIL, '"', '""', "-", "autor:", "autor:nadie", "autro:ana", "tipo:nada", "desde:ayer",
           "a" * 500, "\x00", "*", "(", "🙂", "de la"]  # fmt: skip
EVERY_STATUS = sorted({400, 401, 405, 415, 418, 500, *STATUS.values()})


@pytest.fixture(scope="session")
def database(sqlite):
    """How a page is marked up does not depend on the database: one column is enough."""
    return sqlite


class Pages:
    """The pages that were seen, by what led to them."""

    def __init__(self, client, folder):
        self.client, self.folder, self.seen = client, folder, {}

    def keep(self, name, answer, *statuses):
        """Take note of an answer; one that is no page is none."""
        if statuses:
            assert answer.status_code in statuses, f"{name}: {answer.status_code}"
        assert answer.status_code < 500, name
        if answer.mimetype == "text/html" and answer.status_code not in (301, 302, 303, 308):
            self.seen[f"{answer.status_code} {name}"] = answer.get_data(as_text=True)
        answer.close()

    def get(self, where, *statuses):
        self.keep(where, self.client.get(where), *statuses)

    def post(self, where, *statuses, **form):
        self.keep(f"POST {where} {form}"[:200], self.client.post(where, data=form), *statuses)

    def mistakes(self):
        assert self.seen
        return mistakes(self.seen, self.folder)


@pytest.fixture
def pages(client, tmp_path):
    return Pages(client, tmp_path)


@pytest.mark.parametrize("role", ["guest", "author", "admin"])
def test_every_route_asked_and_every_form_sent_empty_or_half_filled(app, pages, scene, role):
    make_reply(scene.thread)
    if role != "guest":
        sign_in(pages.client, scene.people[role])
    for _, rule in routes(app):
        pages.get(address(app, rule, scene))
    for rule in app.url_map.iter_rules():
        if "POST" in rule.methods and rule.endpoint not in ("accounts.sign_out", "home.set_preferences"):
            where = address(app, rule, scene)
            pages.post(where)
            pages.post(where, action="preview", body=f"Hola {EVIL}\n\n- uno\n- dos", title=EVIL, reason=EVIL)
            pages.post(where, body="x" * 70_000, reason="x" * 5000, note="x" * 5000, email=EVIL, password="x",
                       language=EVIL)  # fmt: skip
    assert pages.mistakes() == []


def test_every_error(app, pages):
    for status in EVERY_STATUS:
        with app.test_request_context("/debates/"):
            for message, wait, kept in ((None, None, None), (EVIL, 61, "/me/drafts/1")):
                page, _, _ = error_page(status, message, wait, kept)
                pages.seen[f"{status} {message}"] = page
    assert pages.mistakes() == []


def test_a_forum_without_anything(pages):
    places = ["/", "/debates/", "/debates/?which=unanswered", "/blog/", "/groups/", "/tags/", "/people/",
              "/people/?q=nadie", "/search", "/search?q=nada"]  # fmt: skip
    for place in places:
        pages.get(place, 200)
    sign_in(pages.client, make_user(role="admin"))
    for place in [*places, "/debates/?which=unread", "/debates/new", "/blog/new", "/me/drafts",
                  "/moderation/", "/moderation/pending", "/moderation/resolved", "/moderation/log",
                  "/admin/audit", "/admin/groups", "/admin/pages", "/admin/operator"]:  # fmt: skip
        pages.get(place, 200)
    assert pages.mistakes() == []


def test_what_closed_changed_or_went_away_meanwhile(pages):
    author = make_user(role="admin")
    closed = make_thread("Cerrado", closed=True)
    gone, changed = make_thread("Retirado", author=author), make_thread("Cambiado", author=author)
    with transaction():
        actions.remove_thread(fresh(gone), None, EVIL[:200])
    sign_in(pages.client, author)
    pages.post(f"/debates/{closed.key}/replies", 409, body="Tarde")
    post = opening_of(changed)
    pages.post(f"/posts/{post.id}/edit", 409, body="Otra", title="Otra", revision="99")
    pages.post("/admin/pages/rules/es", 409, body="## Otra\n\nNorma.", revision="99")
    pages.client.post("/admin/pages/rules/es", data={"body": "## Otra\n\nNorma {name}.", "revision": "0"})
    pages.get("/admin/pages/rules/es/versions", 200)
    pages.get("/admin/pages/rules/es/reset", 200)
    pages.get("/legal/rules", 200)
    pages.get(f"/debates/{gone.key}", 200)
    sign_in(pages.client, make_user())
    pages.get(f"/debates/{gone.key}", 410)
    pages.get(f"/posts/{opening_of(gone).id}", 410)
    assert pages.mistakes() == []


def test_a_thread_with_everything_as_each_role_sees_it(pages):
    moderator, author = make_user(role="moderator"), make_user(display_name=EVIL[:60])
    group = make_group(EVIL[:60], description=EVIL, moderators=(make_user(),))
    entry = make_thread(EVIL[:100], EVIL, kind="entry", author=author, language="ca", tags=["ñ & <x>"])
    thread = make_thread(
        "Todo", "| a | b |\n|-|-|\n| 1 | 2 |\n\nFuente: x", group=group, author=author, pinned=True
    )
    replies = [
        make_reply(thread, f"> @{author.username} n.º 1: hola\n\nNota.[^1]\n\n[^1]: Al pie.")
        for _ in range(25)
    ]
    case = make_case(replies[0], moderator)
    with transaction():
        actions.hide_post(fresh(replies[1]), None, EVIL)
        actions.withdraw_post(fresh(replies[2]), fresh(replies[2]).author_id and fresh(author), "")
    for someone in (None, author, moderator):
        if someone:
            sign_in(pages.client, someone)
        for where in (f"/debates/{thread.key}", f"/debates/{thread.key}?page=2", f"/blog/{entry.key}",
                      f"/debates/{thread.key}?reply_to=2&quote=1", f"/groups/{group.slug}", "/", "/blog/",
                      f"/people/{author.username}", "/tags/n-x", f"/posts/{replies[0].id}/revisions",
                      f"/moderation/cases/{case.id}", "/moderation/"):  # fmt: skip
            pages.get(where)
    assert pages.mistakes() == []


def test_searches_that_nobody_expected(index, pages):
    make_thread(EVIL[:100], EVIL, tags=["redes"])
    index_changes()
    for query in QUERIES:
        pages.keep(f"search {query!r}", pages.client.get("/search", query_string={"q": query}), 200)
    for more in ("view=posts", "order=oldest&kind=entry&group=nada&tag=%3Cx%3E", "after=ayer&before=99",
                 "since=&until=%00&author=%22"):  # fmt: skip
        pages.get(f"/search?q=script&{more}")
    assert pages.mistakes() == []


SHELL = (
    '<!doctype html><html lang="es"><head><title>Textos</title></head><body><main><h1>Textos</h1>{}</main>'
)
POST = '<article><h2>Mensaje</h2><div class="prose">{}</div></article>'
TOGETHER = 100  # texts on a page


KEPT = frozenset(["encoded", "comment_content"])  # where an export has its texts


def texts():
    """What people may write or import: hostile, strange, and examples of every mark; and whole blogs."""
    yield from (row["markdown"] for row in corpora.rows("markdown", "examples.jsonl"))
    yield from corpora.rows("xss", "payloads.txt")
    yield from (row["payload"] for row in corpora.rows("xss", "expectations.jsonl"))
    yield from corpora.naughty_strings()
    for path in EVERY:
        yield from exported(path)


def exported(path):
    """The texts of an export; none if it is broken."""
    with contextlib.suppress(ElementTree.ParseError):
        parts = ElementTree.parse(path).iter()
        yield from [part.text or "" for part in parts if part.tag.rpartition("}")[2] in KEPT]


def from_wordpress(text):
    """A text as the importer makes one of it."""
    return render_html(convert(storable(text), Place(base="https://blog.example/")).html)


def articles(make):
    """Every text as `make` makes HTML of it; what it refuses is left out."""
    for text in texts():
        with contextlib.suppress(TextRefused):
            yield POST.format(make(text).html)


@pytest.mark.parametrize("make", [render, render_html, from_wordpress])
def test_what_becomes_of_every_text(make, tmp_path):
    made = list(articles(make))
    starts = range(0, len(made), TOGETHER)
    shown = {f"texts from {start}": SHELL.format("".join(made[start : start + TOGETHER])) for start in starts}
    assert mistakes(shown, tmp_path, besides=ON_TEXTS) == []


def test_a_picture_that_waits_is_refused_or_is_in_the_text(pages):
    thread, ana = make_thread(), make_user()
    sign_in(pages.client, ana)
    for where in (f"/debates/{thread.key}/replies", "/debates/new", "/blog/new"):
        for data, alt, status in ((drawn(), "", 422), (b"<svg", EVIL, 422), (drawn(), EVIL, 200)):
            sent = FileStorage(BytesIO(data), EVIL)
            said = {"picture_alt": alt, "picture_caption": EVIL, "picture_source": EVIL}
            pages.post(where, status, action="picture", body="Mirad.", picture=sent, **said)
    sent = FileStorage(BytesIO(drawn()), "rampa.png")
    pages.post(f"/debates/{thread.key}/replies", 303, body="Mirad.", picture=sent, **said)
    pages.get(f"/debates/{thread.key}", 200)
    assert "<figure" in pages.seen[f"200 /debates/{thread.key}"]
    assert pages.mistakes() == []
