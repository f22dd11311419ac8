"""Naughty strings, attacks and pathological Markdown through a text's whole life, with no page that fails."""

from urllib.parse import quote

import feedparser
import pytest

from forum.search.jobs import index_changes
from tests.corpora import naughty_strings, rows
from tests.factories import make_group, make_thread, make_user, sign_in

pytestmark = pytest.mark.long
FACTOR = 4_000
CHUNK = 40


def chunks(things):
    """Parts of a list, each a test of its own, so that a failure says where."""
    return [things[start : start + CHUNK] for start in range(0, len(things), CHUNK)]


def attacks():
    """A spread of the attack payloads; the renderer's own tests take them all."""
    return list(rows("xss", "payloads.txt"))[::20]


def pathological():
    """The pathological inputs that are given as what is repeated, as long as a post may be."""
    for row in rows("markdown", "pathological.jsonl"):
        if "before" in row:
            unit = max(1, len((row["before"] + row["after"]).encode()))
            factor = min(FACTOR, 65_000 // unit)
            yield pytest.param(
                row["before"] * factor + row["middle"] + row["after"] * factor,
                id=row["name"].replace(" ", "-"),
            )


@pytest.mark.parametrize("strings", chunks(naughty_strings() + attacks()))
def test_naughty_strings_in_every_field(client, index, strings):
    author, group = make_user(), make_group()
    sign_in(client, author)
    wrong = []
    for text in (string.encode("utf-8", "replace").decode() for string in strings):
        fields = {"title": text[:120], "group": group.slug, "tags": text[:60], "body": text or "x"}
        made = client.post("/debates/new", data=fields)
        if made.status_code not in (303, 422):
            wrong.append((made.status_code, "create", text))
        if made.status_code == 303:
            wrong += [(status, act, text) for act, status in life(client, made.location) if status >= 400]
        sought = client.get(f"/search?q={quote(text)}")
        if sought.status_code != 200:
            wrong.append((sought.status_code, "search", text))
    index_changes()
    feed = client.get("/feed.atom")
    assert not feedparser.parse(feed.data).bozo
    assert wrong == []


def life(client, address):
    """What becomes of a thread: its page, its feed, an edit, its versions."""
    page = client.get(address)
    yield "show", page.status_code
    post_id = page.text.split('data-post-id="')[1].split('"')[0]
    yield "feed", client.get(f"{address}/feed.atom").status_code
    yield "form", client.get(f"/posts/{post_id}/edit").status_code
    edited = client.post(f"/posts/{post_id}/edit", data={"title": "Otro", "tags": "", "body": "Otro texto"})
    yield "edit", edited.status_code
    yield "history", client.get(f"/posts/{post_id}/revisions").status_code


@pytest.mark.parametrize("text", list(pathological()))
def test_pathological_markdown_is_shown_or_refused_whole(client, index, text):
    thread = make_thread()
    sign_in(client, make_user())
    made = client.post(f"/debates/{thread.key}/replies", data={"body": text})
    assert made.status_code in (303, 422)
    if made.status_code == 422:
        assert 'id="e-body"' in made.text
    else:
        assert client.get(made.location).status_code == 200
        index_changes()
        assert client.get(f"/debates/{thread.key}/feed.atom").status_code == 200
