"""Members' pages of lists: made once for all who see them alike, with each one's marks of what is unread."""

import pytest

from forum.debates.names import OPENED
from forum.extensions import db
from forum.groups.models import GroupMember
from forum.lib.pages import Shelf, may_be_kept, pieces_of
from forum.lib.pages.cache import EXTENSION
from forum.lib.transactions import transaction
from tests.factories import fresh, make_group, make_reply, make_thread, make_user
from tests.pages.test_shared_pages import ONE_TIME, address
from tests.statements import statements

LISTS = ("/", "/debates/", "/blog/", "/tags/", "/groups/intervencion", "/tags/permutas")
ASKED, MARKS = 3, 1  # statements: the person, their groups, what their menu counts; what they read


@pytest.fixture
def group(kept):
    return make_group("Intervención")


@pytest.fixture
def thread(group):
    return make_thread("Permuta de Lugo", group=group, tags=["Permutas"])


def ask(person, path: str) -> tuple[str, int]:
    """The page without what is of one time alone, and how many statements were asked."""
    with statements() as seen:
        answer = person.get(path)
    assert answer.status_code == 200
    return ONE_TIME.sub(rb"\1", answer.data).decode(), sum("page_revisions" not in one for one in seen)


@pytest.mark.parametrize("path", LISTS)
def test_a_list_is_made_once_and_then_answered_before_the_application(kept, bare, browser, thread, path):
    lola, carla = make_user("lola"), make_user("carla")
    people = [browser(lola), browser(carla)]
    for person in people:
        ask(person, path)
    for person, user in zip(people, (lola, carla), strict=True):
        page, asked = ask(person, path)
        assert asked <= ASKED + MARKS
        assert page == ask(browser(user, bare), path)[0]
        assert user.username in page


@pytest.mark.parametrize("path", ["/", "/debates/", "/groups/intervencion"])
def test_what_is_unread_is_each_ones_own(kept, browser, thread, path):
    lola, carla, eva = (browser(make_user(name)) for name in ("lola", "carla", "eva"))
    for person in (lola, carla):
        person.get(address(kept, thread))
    for _ in range(2):
        make_reply(fresh(thread))
    carla.get(address(kept, thread))
    make_reply(fresh(thread))
    for _ in range(2):
        for person, marked in ((lola, "3 nuevas"), (carla, "1 nueva<"), (eva, None)):
            page, _ = ask(person, path)
            assert ("thread--unread" in page) is (marked is not None)
            assert marked is None or marked in page
    lola.get(address(kept, thread))
    assert "thread--unread" not in ask(lola, path)[0]
    assert "thread--unread" in ask(carla, path)[0]


def test_who_is_in_a_private_group_sees_what_is_there_and_nobody_else(kept, browser, thread):
    inside = make_user("lola")
    private = make_group(visibility="private", members=(inside,))
    make_thread("Asunto reservado", group=private)
    member, other = browser(inside), browser(make_user("eva"))
    for path in ("/", "/debates/", f"/groups/{private.slug}"):
        for _ in range(3):
            assert "Asunto reservado" in member.get(path).text
            assert "Asunto reservado" not in other.get(path).text
    with transaction():
        db.session.delete(db.session.get_one(GroupMember, (private.id, inside.id)))
    assert member.get(f"/groups/{private.slug}").status_code == 404
    assert "Asunto reservado" not in member.get("/debates/").text


@pytest.mark.parametrize("first", ["inside", "outside"])
@pytest.mark.parametrize(
    ("path", "given"),
    [
        ("/", {"kind": "entry"}),
        ("/blog/", {"kind": "entry"}),
        ("/tags/permutas", {"tags": ["Permutas"]}),
        ("/debates/", {"pinned": True, "pinned_everywhere": True}),
    ],
)
def test_pages_that_name_other_threads_are_kept_side_by_side(kept, browser, thread, path, given, first):
    inside = make_user("lola")
    private = make_group(visibility="private", members=(inside,))
    make_thread("Asunto reservado", group=private, **given)
    people = [browser(inside), browser(make_user("eva"))]
    for _ in range(4):
        asked = [ask(one, path)[1] for one in (people if first == "inside" else reversed(people))]
    assert max(asked) <= ASKED + MARKS


def test_a_group_that_was_closed_is_no_longer_listed(kept, browser, thread, group):
    member = browser(make_user("lola"))
    assert "Permuta de Lugo" in ask(member, "/debates/")[0]
    with transaction():
        fresh(group).visibility = "private"
    assert "Permuta de Lugo" not in ask(member, "/debates/")[0]


@pytest.mark.parametrize(
    "path", ["/debates/?which=unread", "/debates/?which=unanswered", "/debates/?after=9-9"]
)
def test_what_was_asked_for_in_the_address_is_of_this_request(kept, browser, thread, path):
    lola = browser(make_user("lola"))
    plain = ask(lola, "/debates/")[0]
    assert ask(lola, path)[0] != plain
    assert ask(lola, "/debates/")[0] == plain


def test_of_pages_too_large_together_the_last_are_kept(kept):
    cache = kept.extensions[EXTENSION]
    cache.store.largest = 25_000
    with kept.test_request_context("/debates/"):
        may_be_kept(OPENED)
        shelf = Shelf(cache, "here")
        for one in range(4):
            shelf.keep("facts", one, pieces_of("x" * 10_000), None)
        assert [*shelf.entry().pages.things] == [2, 3]
