"""What a thread's page says to search engines."""

import json
import re

import lxml.html

from forum.debates import actions
from forum.lib.transactions import transaction
from tests.factories import fresh, make_group, make_reply, make_thread, make_user, sign_in

HOST = "http://127.0.0.1:8000"
EVIL = "Un </script><script>alert(1)</script> & <!-- \u2028 título"


def data_of(page):
    return json.loads(lxml.html.fromstring(page).xpath("string(//script[@type='application/ld+json'])"))


def test_a_debate_is_a_discussion_with_the_replies_of_its_page(client):
    """https://developers.google.com/search/docs/appearance/structured-data/discussion-forum"""
    ana = make_user("ana", display_name="Ana Ñeco")
    group = make_group("Atención")
    thread = make_thread("Cartas claras", "El texto.", author=ana, group=group, tags=["cartas"])
    make_reply(thread, "La respuesta.", author=ana)
    hidden = make_reply(thread, "Se oculta.")
    with transaction():
        actions.hide_post(fresh(hidden), None, "")
    address = f"/debates/{thread.key}"
    posting, way = data_of(client.get(address).text)["@graph"]
    assert posting["@type"] == "DiscussionForumPosting"
    assert posting["headline"] == "Cartas claras"
    assert posting["author"] == {"@type": "Person", "name": "Ana Ñeco", "url": f"{HOST}/people/ana"}
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", posting["datePublished"])
    assert posting["text"] == "El texto."
    assert posting["url"] == HOST + address
    assert posting["interactionStatistic"]["userInteractionCount"] == posting["commentCount"] == 1
    [comment] = posting["comment"]
    assert comment["text"] == "La respuesta."
    assert comment["url"] == f"{HOST}{address}#post-2"
    assert {"author", "datePublished"} <= comment.keys()
    assert [step["name"] for step in way["itemListElement"]] == ["Debates", "Atención", "Cartas claras"]


def test_an_entry_is_a_blog_posting(client):
    thread = make_thread("La entrada", "Texto.", kind="entry")
    posting = data_of(client.get(f"/blog/{thread.key}").text)["@graph"][0]
    assert posting["@type"] == "BlogPosting"


def test_a_later_page_has_its_own_replies_under_the_same_posting(client):
    thread = make_thread("Largo", "El principio.")
    for number in range(2, 23):
        make_reply(thread, f"Respuesta {number}.")
    posting = data_of(client.get(f"/debates/{thread.key}?page=2").text)["@graph"][0]
    assert posting["url"] == f"{HOST}/debates/{thread.key}"
    assert posting["text"] == "El principio."
    assert [comment["text"] for comment in posting["comment"]] == ["Respuesta 21.", "Respuesta 22."]
    assert posting["comment"][0]["url"].endswith("?page=2#post-21")


def test_no_title_breaks_out_of_the_data(client):
    thread = make_thread(EVIL, "Texto.")
    page = client.get(f"/debates/{thread.key}").text
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)[1]
    assert not set("<>&'\u2028") & set(block)
    assert json.loads(block)["@graph"][0]["headline"] == thread.title


def test_signed_in_people_are_no_search_engines(client):
    thread = make_thread()
    sign_in(client, make_user())
    assert "application/ld+json" not in client.get(f"/debates/{thread.key}").text


def test_the_first_picture_goes_along(client):
    thread = make_thread("Con rampa", "Mira.\n\n![Una rampa](/files/abc.png)\n\n![Otra](/files/def.png)")
    page = client.get(f"/debates/{thread.key}").text
    assert data_of(page)["@graph"][0]["image"] == f"{HOST}/files/abc.png"
    assert f'<meta property="og:image" content="{HOST}/files/abc.png">' in page
