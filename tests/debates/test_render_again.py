"""What an older renderer made is made again, quietly: nobody's edit is refused for it, no date changes."""

import pytest
from sqlalchemy import select, update

from forum.debates import jobs
from forum.debates.actions import edit_post
from forum.debates.actions.texts import render_again
from forum.debates.models import Post
from forum.debates.queries.rendering import count_made_by_older
from forum.extensions import db
from forum.lib.markdown import RENDER_VERSION, render, rendered
from forum.lib.transactions import transaction
from tests.factories import fresh, make_reply, make_thread, make_user, opening_of, page_revision
from tests.pictures import make_file
from tests.statements import statements

pytestmark = pytest.mark.usefixtures("app")


def aged(post, **stored):
    """The post as an older renderer left it."""
    with transaction():
        db.session.execute(update(Post).where(Post.id == post.id).values(render_version=1, **stored))


def test_old_posts_are_rendered_again_and_new_ones_are_not_looked_at():
    thread = make_thread(body="Busco **plaza**.")
    post, other = opening_of(thread), make_reply(thread)
    aged(post, body_html="<p>Busco <b>plaza</b>.</p>")
    aged(other)
    before = page_revision(thread)
    assert count_made_by_older() == 2
    jobs.render_older.look()
    assert count_made_by_older() == 0
    now, same = fresh(post), fresh(other)
    assert now.body_html == "<p>Busco <strong>plaza</strong>.</p>\n"
    assert now.render_version == same.render_version == RENDER_VERSION
    assert (now.revision, now.indexed_revision, now.edited) == (post.revision, post.indexed_revision, None)
    assert page_revision(thread) == before + 2  # of the opening alone: its thread's pages, and what names it
    with statements() as seen:
        jobs.render_older.look()
    assert len(seen) == 1


def test_where_the_words_differ_search_and_lists_hear_of_it():
    thread = make_thread(body="Busco plaza.")
    post = opening_of(thread)
    aged(post, body_html="<p>Buzco plaza.</p>", body_text="Buzco plaza.", indexed_revision=post.revision)
    jobs.render_older.look()
    now = fresh(post)
    assert now.body_text == "Busco plaza."
    assert now.revision == post.revision
    assert now.indexed_revision < now.revision
    assert fresh(thread).summary == "Busco plaza."


def test_an_edit_meanwhile_stays():
    post, ana = make_reply(make_thread(), "Antes."), make_user()
    aged(post)
    text, later = rendered(post.body, post.body_format), render("Después.")
    with transaction():
        edit_post(fresh(post), ana, later)
    with transaction():
        render_again(fresh(post), post.body, text)
    assert fresh(post).body_text == "Después."


def test_a_text_that_is_refused_by_now_stays_as_it_was_and_holds_up_no_other():
    thread = make_thread()
    deep, other = make_reply(thread), make_reply(thread)
    aged(deep, body=">" * 5_000 + " hondo", body_html="<p>hondo</p>")
    aged(other, body_html="<p>viejo</p>")
    jobs.render_older.look()
    assert fresh(deep).body_html == "<p>hondo</p>"
    assert fresh(other).body_html != "<p>viejo</p>"
    assert count_made_by_older() == 0


def test_pictures_keep_their_sizes_and_what_did_not_fit_in_one_turn_goes_on(monkeypatch):
    ana = make_user()
    file = make_file(ana)
    thread = make_thread(body=f"![Rampa](/files/{file.name})", author=ana)
    post = opening_of(thread)
    for one in (post, *(make_reply(thread) for _ in range(3))):
        aged(one, body_html="")
    monkeypatch.setattr(jobs, "BATCH", 2)
    monkeypatch.setattr(jobs, "A_WHILE", 0.0)
    jobs.render_older.look()
    assert count_made_by_older() == 2
    jobs.render_older.look()
    assert count_made_by_older() == 0
    assert db.session.scalar(select(Post.body_html).where(Post.id == post.id)) == post.body_html
