"""Addresses with numbers no database holds and characters it does not take: no answer is our failure."""

import pytest

from tests.factories import make_group, make_reply, make_thread, make_user, opening_of, sign_in

NASTY = (
    "a%00b",
    "%ED%A0%80",
    "99999999999999999999",
    "2147483648",
    "%D9%A3",
    "%F0%9F%98%80" * 200,
    "..%2F..%2Fetc%2Fpasswd",
    "%0D%0ASet-Cookie:%20a=b",
)
QUERIES = (
    "page after before order view tab q name kind group tag author since until which part next reply_to "
    "quote lang language p m cat author_name feed replytocom entry"
).split()


@pytest.fixture
def scene(client):
    admin = make_user("ana", role="admin")
    group = make_group()
    thread = make_thread(group=group, tags=["redes"], author=admin)
    make_reply(thread)
    return admin, group, thread


def addresses(app, scene, nasty):
    """Every GET address with one thing in it that is nasty."""
    _admin, group, thread = scene
    sound = {
        "section": "debates",
        "thread": thread.key,
        "slug": group.slug,
        "page": "rules",
        "language": "es",
    }
    for rule in app.url_map.iter_rules():
        if "GET" not in rule.methods or not rule.arguments:
            continue
        for spoilt in rule.arguments:
            path = rule.rule
            for name in rule.arguments:
                value = nasty if name == spoilt else str(sound.get(name, opening_of(thread).id))
                start = path.index(f"{name}>")
                opened = path.rindex("<", 0, start)
                path = path[:opened] + value + path[start + len(name) + 1 :]
            yield path


@pytest.mark.long
@pytest.mark.parametrize("nasty", NASTY)
def test_no_address_and_no_query_makes_us_fail(app, client, scene, nasty):
    sign_in(client, scene[0])
    _admin, group, thread = scene
    query = "&".join(f"{name}={nasty}" for name in QUERIES)
    places = [
        *("/", "/debates/", "/blog/", "/people/", "/people/ana", "/search", "/search.atom", "/sitemap.xml"),
        *("/feed.atom", "/tags/redes", "/people/ana/feed.atom", f"/groups/{group.slug}", "/debates/new"),
        *(f"/debates/{thread.key}", f"/debates/{thread.key}/feed.atom"),
    ]
    asked = [*addresses(app, scene, nasty), *(f"{place}?{query}" for place in places)]
    asked += [f"{place}?{name}={nasty}" for place in places for name in ("after", "page", "part")]
    assert [path for path in asked if client.get(path).status_code >= 500] == []
