"""Uploaded pictures: who may see them, and what is said of them."""

import pytest

from forum.debates import actions
from forum.debates.actions import writing
from forum.debates.models import Post
from forum.debates.queries.files import find_file
from forum.extensions import db
from forum.groups.queries import viewer_of
from forum.lib.files import file_store
from forum.lib.markdown import render
from forum.lib.refusals import NotFound
from forum.lib.transactions import transaction
from forum.permissions import GUEST
from tests.factories import fresh, make_group, make_reply, make_thread, make_user, opening_of
from tests.pictures import drawn, make_file

pytestmark = pytest.mark.usefixtures("app")

pytestmark = pytest.mark.usefixtures("app")


def showing(file):
    return f"![Una rampa](/files/{file.name})"


def sees(file, who) -> bool:
    db.session.rollback()
    try:
        return find_file(file.name, viewer_of(who) if who else GUEST).id == file.id
    except NotFound:
        return False


def test_the_same_picture_is_one_file_however_often_it_comes():
    ana, juan = make_user(), make_user()
    first, second = make_file(ana), make_file(juan)
    assert first.id == second.id
    assert (first.width, first.height, first.mime) == (40, 30, "image/png")
    assert file_store().exists(first.name)
    assert sees(first, ana)
    assert sees(first, juan)


def test_before_a_post_shows_it_only_who_brought_it_sees_it():
    ana, juan, moderator = make_user(), make_user(), make_user(role="moderator")
    file = make_file(ana)
    assert [sees(file, who) for who in (ana, juan, moderator, None)] == [True, False, False, False]


def test_what_an_open_post_shows_is_everyones_and_its_size_stands_in_the_text():
    ana = make_user()
    file = make_file(ana)
    thread = make_thread(body=showing(file), author=ana)
    assert sees(file, None)
    assert 'width="40" height="30"' in opening_of(thread).body_html


def test_a_private_groups_picture_is_seen_in_the_group():
    ana, fellow, other = make_user(), make_user(), make_user()
    file = make_file(ana, drawn(size=(31, 31)))
    group = make_group(visibility="private", members=(ana, fellow))
    make_thread(body=showing(file), author=ana, group=group)
    assert [sees(file, who) for who in (ana, fellow, other, None)] == [True, True, False, False]


@pytest.mark.parametrize("act", [actions.hide_post, actions.remove_post])
def test_what_was_taken_down_only_moderators_and_who_brought_it_see(act):
    ana, reader, moderator = make_user(), make_user(), make_user(role="moderator")
    file = make_file(ana, drawn(size=(32, 32)))
    reply = make_reply(make_thread(), showing(file), author=ana)
    assert sees(file, reader)
    with transaction():
        act(fresh(reply), fresh(moderator), "datos personales")
    assert [sees(file, who) for who in (ana, reader, moderator, None)] == [True, False, True, False]
    with transaction():
        actions.restore_post(fresh(reply), fresh(moderator))
    assert sees(file, reader)


def test_a_groups_moderator_sees_what_was_taken_down_there():
    ana, keeper, elsewhere = make_user(), make_user(), make_user()
    file = make_file(ana, drawn(size=(33, 33)))
    thread = make_thread(group=make_group(moderators=(keeper,)))
    make_group(moderators=(elsewhere,))
    reply = make_reply(thread, showing(file), author=ana)
    with transaction():
        actions.remove_post(fresh(reply), None, "datos personales")
    assert [sees(file, who) for who in (keeper, elsewhere)] == [True, False]


def test_nobody_makes_a_file_public_that_they_may_not_see():
    ana, juan = make_user(), make_user()
    file = make_file(ana, drawn(size=(34, 34)))
    make_thread(body=showing(file), author=juan)
    assert not sees(file, None)
    assert not sees(file, juan)


def test_an_edited_post_keeps_showing_in_its_history_what_it_showed():
    ana = make_user()
    file, other = make_file(ana, drawn(size=(35, 35))), make_file(ana, drawn(size=(36, 36)))
    reply = make_reply(make_thread(), showing(file), author=ana)
    text = render(showing(other))
    with transaction():
        actions.edit_post(fresh(reply), fresh(ana), text)
    assert sees(file, None)
    assert sees(other, None)


def test_what_moderators_take_out_of_a_text_only_they_and_its_author_see():
    ana, eva, reader, moderator = (*(make_user() for _ in range(3)), make_user(role="moderator"))
    bad, good = make_file(eva, drawn(size=(38, 38))), make_file(ana, drawn(size=(39, 39)))
    make_reply(make_thread(), showing(bad), author=eva)
    first, both = make_thread(author=ana), f"{showing(bad)}\n\n{showing(good)}"
    reply = make_reply(first, both, author=ana)
    with transaction():
        actions.remove_post(db.session.query(Post).filter_by(author_id=eva.id).one(), None, "norma")
    assert sees(bad, reader)
    text = render(showing(good))
    with transaction():
        actions.edit_post(fresh(reply), fresh(moderator), text, reason="norma 2")
        actions.withhold_versions(fresh(reply))
    assert [sees(bad, who) for who in (ana, eva, reader, moderator, None)] == [True, True, False, True, False]
    assert sees(good, None)
    again = render(both)
    with transaction():
        actions.edit_post(fresh(reply), fresh(ana), again)
    assert sees(bad, reader)
    with transaction():
        kept = actions.text_before(fresh(reply))
        actions.edit_post(fresh(reply), fresh(moderator), text, reason="norma 2")
        kept["withheld"] = actions.withhold_versions(fresh(reply))
    assert not sees(bad, reader)
    with transaction():
        actions.put_text_back(fresh(reply), kept)
    assert sees(bad, reader)


@pytest.mark.parametrize("where", ["pending", "removed thread", "draft", "private"])
def test_what_nobody_reads_yet_or_any_more_shows_its_picture_to_nobody_else(where):
    ana, reader, moderator = make_user(), make_user(), make_user(role="moderator")
    file = make_file(ana, drawn(size=(51, 51)))
    group = make_group(visibility="private", members=(ana,)) if where == "private" else None
    if where != "draft":
        thread = make_thread(body=showing(file), author=ana, group=group)
        with transaction():
            if where == "pending":
                post = db.session.get_one(Post, opening_of(thread).id)
                post.state = "pending"
            elif where == "removed thread":
                actions.remove_thread(fresh(thread), moderator=fresh(moderator), reason="norma")
    else:
        with transaction():
            writing.save_draft(fresh(ana), "debate", {"title": "A medias", "body": showing(file)})
    assert [sees(file, who) for who in (ana, reader, None)] == [True, False, False]
    assert sees(file, moderator) is (where != "draft")


def test_an_import_shows_what_nobody_here_brought():
    file = make_file(None, drawn(size=(37, 37)))
    make_thread(body=showing(file), quietly=True)
    assert sees(file, None)
