"""Appending a whole debate to another."""

import pytest
from sqlalchemy import select

from forum.debates import actions
from forum.debates.actions.transfers import refusals
from forum.debates.models import Draft, Post, ReadingPosition, Subscription, Tag, Thread
from forum.extensions import db
from forum.groups.models import Group
from forum.lib.transactions import transaction
from forum.profiles.models import Contribution
from tests.factories import fresh, make_group, make_reply, make_thread, make_user, opening_of, sign_in
from tests.transfers import (
    fresh_copy,
    lands,
    merge,
    move,
    numbers_of,
    problems,
    split,
    take_back,
    talk,
    two_talks,
    where,
)


def test_its_posts_come_behind_with_their_dates_and_their_answers(app):
    first, posts, second, others = two_talks()
    merge(second, first)
    assert numbers_of(first) == list(range(1, 11))
    assert where(others[1]) == (first.id, 9, 8)
    assert [fresh(post).created for post in others] == [post.created for post in others]
    assert where(posts[1]) == (first.id, 3, 2)
    now = fresh(first)
    assert (now.reply_count, now.last_number, now.divider_count) == (9, 10, 1)
    assert now.last_author_id == others[-1].author_id
    assert fresh(second).state == "removed"
    assert problems() == []


def test_the_old_address_leads_for_ever_to_the_first_of_the_posts_that_stood_there(client):
    first, _, second, others = two_talks()
    more = [make_reply(second, f"Más {number}") for number in range(30)]
    merge(second, first)
    answer = client.get(f"/debates/{second.key}")
    assert (answer.status_code, answer.location) == (301, f"/debates/{first.key}#post-7")
    assert answer.headers["Cache-Control"] == "no-cache"
    answer = client.get(f"/debates/{second.key}?page=2")
    assert (answer.status_code, answer.location) == (301, f"/debates/{first.key}?page=2#post-27")
    assert client.get(f"/debates/{second.key}?page=99").location == f"/debates/{first.key}"
    assert client.get(f"/debates/{second.key}?page=x").status_code == 301
    assert client.get(f"/debates/{second.id}").status_code == 301
    feed = client.get(f"/debates/{second.key}/feed.atom")
    assert (feed.status_code, feed.location) == (301, f"/debates/{first.key}/feed.atom")
    assert all(lands(client, post) for post in [*others, *more])
    third, _ = talk(2, group=db.session.get_one(Group, fresh(first).group_id))
    merge(first, third)
    assert client.get(f"/debates/{second.key}").location == f"/debates/{third.key}#post-10"
    assert all(lands(client, post) for post in [*others, *more])


def test_a_divider_says_where_they_came_from(client):
    first, _, second, _ = two_talks()
    merge(second, first)
    page = client.get(f"/debates/{first.key}").text
    assert page.count('class="divider"') == 1
    assert page.index('id="post-6"') < page.index('class="divider"') < page.index('id="post-7"')
    assert "Permuta de Vigo" in page[page.index('class="divider"') :]


def test_followers_readers_drafts_and_counts_follow(client):
    group, luis, ana = make_group(), make_user(), make_user()
    first, _, second, _others = two_talks(group=group)
    with transaction():
        actions.follow_thread(luis.id, second.id)
        for user, thread, number in [(luis, second, 2), (ana, second, 4), (ana, first, 6)]:
            db.session.add(ReadingPosition(user_id=user.id, thread_id=thread.id, number=number))
        db.session.add(Draft(user_id=luis.id, kind="reply", thread_id=second.id, body="A medias"))
    opening = opening_of(second)
    merge(second, first)
    followers = select(Subscription.user_id).where(Subscription.thread_id == first.id)
    assert luis.id in db.session.scalars(followers).all()
    read = select(ReadingPosition.user_id, ReadingPosition.number)
    read = read.where(ReadingPosition.thread_id == first.id)
    assert dict(db.session.execute(read).all()) == {luis.id: 0, ana.id: 10}
    assert db.session.scalar(select(Draft.thread_id)) == first.id
    theirs = select(Contribution.debates, Contribution.replies)
    theirs = theirs.where(Contribution.user_id == opening.author_id)
    assert tuple(db.session.execute(theirs).one()) == (0, 1)
    assert fresh(group).thread_count == 1
    assert problems() == []


def test_a_notice_of_what_is_new_there_counts_it_here(client):
    luis = make_user()
    first, _, second, _ = two_talks()
    with transaction():
        actions.follow_thread(luis.id, first.id)
        actions.follow_thread(luis.id, second.id)
    make_reply(first, "Uno"), make_reply(second, "Dos"), make_reply(second, "Tres")
    done = merge(second, first)
    sign_in(client, luis)
    page = client.get("/notifications").text
    assert "Permuta de Vigo" not in page
    assert "Permuta de Lugo" in page
    take_back(done)
    assert "Permuta de Vigo" in client.get("/notifications").text
    assert problems() == []


def test_a_form_sent_to_the_old_address_is_published_where_the_debate_goes_on(client):
    first, _, second, _others = two_talks()
    merge(second, first)
    sign_in(client, make_user())
    sent = {"body": "Desde la página vieja", "reply_to": "3", "submission": "abc"}
    answer = client.post(f"/debates/{second.key}/replies", data=sent)
    assert answer.status_code == 303
    assert answer.location.startswith(f"/debates/{first.key}")
    assert client.post(f"/debates/{second.key}/replies", data=sent).location == answer.location
    post_id = select(Post.id).where(Post.body == sent["body"])
    assert len(db.session.scalars(post_id).all()) == 1
    page = client.get(f"/debates/{first.key}").text
    assert "responde al n.º 9" in page[page.index(sent["body"]) - 900 :]
    follow = client.post(f"/debates/{second.key}/follow", data={"action": "follow"})
    assert follow.location == f"/debates/{first.key}"


def test_a_double_click_around_the_merge_publishes_once(client):
    first, _, second, _ = two_talks()
    sign_in(client, make_user())
    sent = {"body": "Dos clics", "submission": "abc"}
    client.post(f"/debates/{second.key}/replies", data=sent)
    merge(second, first)
    client.post(f"/debates/{second.key}/replies", data=sent)
    posts = select(Post.thread_id).where(Post.body == "Dos clics")
    assert db.session.scalars(posts).all() == [first.id]


def test_what_is_not_merged(app):
    private, other = make_group(visibility="private"), make_group(visibility="private")
    opened, _ = talk(1)
    entry, closed, elsewhere = make_thread(kind="entry"), make_thread(group=private), make_thread(group=other)
    cases = [
        (opened, opened, refusals.SameThread),
        (entry, opened, refusals.EntryStays),
        (opened, entry, refusals.EntryStays),
        (opened, closed, refusals.OtherReaders),
        (closed, opened, refusals.OtherReaders),
        (closed, elsewhere, refusals.OtherReaders),
    ]
    for source, target, refusal in cases:
        with pytest.raises(refusal) as refused:
            merge(source, target)
        assert refused.value.field == "target"
    with transaction():
        actions.remove_thread(fresh(opened), None, "norma 1")
    with pytest.raises(refusals.NotShown):
        merge(opened, make_thread())
    assert problems() == []


def test_the_entry_of_a_merged_debate_goes_on_in_the_other(client):
    entry, entry2 = make_thread("Mi entrada", kind="entry"), make_thread(kind="entry")
    group = make_group()
    debate = make_thread("El suyo", group=group, linked=fresh(entry))
    other = make_thread("El grande", group=group)
    done = merge(debate, other)
    assert fresh(entry).linked_id == other.id
    assert "El grande" in client.get(f"/blog/{entry.key}").text
    assert problems() == []
    take_back(done)
    assert (fresh(entry).linked_id, fresh(debate).linked_id, fresh(other).linked_id) == (
        debate.id,
        entry.id,
        None,
    )
    assert problems() == []
    third = make_thread(group=group, linked=fresh(entry2))
    with pytest.raises(refusals.BothLinked):
        merge(debate, third)


def test_undone_replies_written_since_stay_and_the_rest_comes_back(client):
    first, posts, second, others = two_talks()
    before = {post.id: where(post) for post in [*posts, *others]}
    counts = {tag.slug: tag.thread_count for tag in db.session.scalars(select(Tag))}
    done = merge(second, first)
    since = make_reply(fresh_copy(first), "Después", reply_to=8)
    take_back(done)
    assert {post.id: where(post) for post in [*posts, *others]} == before
    assert where(since) == (first.id, 11, 8)
    assert numbers_of(first) == [1, 2, 3, 4, 5, 6, 11]
    page = client.get(f"/debates/{first.key}").text
    assert "Los mensajes n.º 7 a 10 están ahora en «Permuta de Vigo»" in page
    assert 'class="divider"' not in page
    assert client.get(f"/debates/{second.key}").status_code == 200
    assert "están ahora en" not in client.get(f"/debates/{second.key}").text
    assert {tag.slug: tag.thread_count for tag in db.session.scalars(select(Tag))} == counts
    assert all(lands(client, post) for post in [*posts, *others, since])
    assert problems() == []
    merge(second, first)
    assert numbers_of(first) == [1, 2, 3, 4, 5, 6, 11, 12, 13, 14, 15]
    assert problems() == []


def test_what_awaited_approval_goes_along_and_comes_back_unless_it_was_published(app):
    first, _, second, _ = two_talks()
    one = make_reply(second, "Pendiente", state="pending", reply_to=2)
    two = make_reply(second, "Publicado entretanto", state="pending")
    done = merge(second, first)
    assert where(one) == (first.id, None, 8)
    with transaction():
        actions.publish_pending(fresh(two), None)
    take_back(done)
    assert where(one) == (second.id, None, 2)
    assert where(two)[:2] == (first.id, 11)
    assert problems() == []


def test_it_is_not_undone_after_something_of_it_moved_or_one_of_the_two_left(app):
    first, _, second, _ = two_talks()
    done = merge(second, first)
    aside = split(fresh_copy(first), "8")
    with pytest.raises(refusals.MovedOn):
        take_back(done)
    take_back(aside)
    private = make_group(visibility="private")
    with transaction():
        actions.move_thread(fresh(first), fresh(private), None)
    with pytest.raises(refusals.MovedOn):
        take_back(done)
    with transaction():
        actions.remove_thread(fresh(first), None, "norma 1")
    with pytest.raises(refusals.MovedOn):
        take_back(done)
    with pytest.raises(actions.threads.ThreadEmpty), transaction():
        actions.restore_thread(fresh(second), None)


def test_undone_the_summary_is_that_of_the_opening_as_it_is_now(app):
    first, _, second, _ = two_talks()
    done = merge(second, first)
    with transaction():
        actions.remove_post(fresh(opening_of_moved(done)), None, "norma 3")
    take_back(done)
    assert db.session.get_one(Thread, second.id).summary == ""
    assert problems() == []


def opening_of_moved(done):
    """The post that opened what was merged."""
    opened = select(Post).where(Post.thread_id == done.target_id, Post.number == done.first)
    return db.session.scalars(opened).one()


def test_nobody_learns_of_a_target_that_they_may_not_see(client):
    first, posts, second, _ = two_talks()
    aside = split(first, "3-4", "El secreto")
    merge(second, first)
    private = make_group(visibility="private")
    with transaction():
        for thread_id in (aside.target_id, first.id):
            actions.move_thread(db.session.get_one(Thread, thread_id), fresh(private), None)
    assert client.get(f"/debates/{second.key}").status_code == 404
    assert client.get(f"/posts/{posts[1].id}").status_code == 404
    sign_in(client, make_user(role="moderator"))
    assert client.get(f"/debates/{second.key}").status_code == 301


def test_pointers_are_shown_only_to_who_may_see_where_they_lead(client):
    thread, posts = talk(5)
    aside = split(thread, "3-5", "El secreto")
    member = make_user()
    private = make_group(visibility="private", members=(member,))
    with transaction():
        actions.move_thread(db.session.get_one(Thread, aside.target_id), fresh(private), None)
    page = client.get(f"/debates/{thread.key}").text
    assert "El secreto" not in page
    assert f"/posts/{posts[1].id}" not in page
    assert 'id="post-6"' in page
    sign_in(client, member)
    assert "El secreto" in client.get(f"/debates/{thread.key}").text


def test_merged_and_undone_twice_each_post_is_told_of_once_and_every_number_leads_on(client):
    first, _, second, others = two_talks()
    for _turn in range(2):
        take_back(merge(second, first))
    page = client.get(f"/debates/{first.key}").text
    assert "Los mensajes que tuvieron los n.º 7 a 14 están ahora en «Permuta de Vigo»" in page
    assert "El que tuvo los n.º 7, 11, en" in page
    for post in others:
        assert page.count(f'href="/posts/{post.id}"') == 1
    for number in range(7, 15):
        assert page.count(f'id="post-{number}"') == 1
    assert problems() == []


def test_moved_and_brought_back_twice_a_post_is_told_of_once(client):
    first, posts, second, _ = two_talks()
    for _turn in range(2):
        take_back(move(first, "3", second))
    page = client.get(f"/debates/{second.key}").text
    assert "El mensaje que tuvo los n.º 5, 6 está ahora en" in page
    assert page.count(f'href="/posts/{posts[1].id}"') == 1
