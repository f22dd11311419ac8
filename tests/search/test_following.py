"""The index follows the database, whatever happens to it."""

import gc
import shutil
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select, text, update

from forum.debates.actions import mark_post, move_thread
from forum.debates.models import Post, Tag
from forum.extensions import db
from forum.lib.transactions import transaction
from forum.search import jobs
from forum.search.documents import count_behind, count_findable
from forum.search.engine import IndexBusy, Scope
from forum.search.jobs import following, reconciling
from forum.search.query import Word
from forum.search.views.results import MANY_BEHIND
from tests.factories import fresh, make_group, make_reply, make_thread, make_user, opening_of
from tests.search.documents import document, found
from tests.search.indexes import another, indexes_there, serving
from tests.servers import until
from tests.statements import statements


def test_a_new_post_is_behind_until_it_is_indexed(index):
    make_thread()
    assert count_behind() == 1
    assert jobs.index_changes() == 1
    assert count_behind() == 0
    assert index.count() == count_findable() == 1
    assert jobs.index_changes() == 0


def test_a_post_that_is_picked_is_indexed_anew_and_one_that_all_may_edit_is_not(index):
    threads = [make_thread(), make_thread()]
    scope = Scope(frozenset(thread.group_id for thread in threads))
    posts = {post.id: post for post in (make_reply(thread, "De trienios.") for thread in threads)}
    jobs.index_changes()
    first, second = found(index, Word("trienios"), scope)
    with transaction():
        mark_post(fresh(posts[second]), None, picked=True, wiki=False)
    assert jobs.index_changes() == 1
    assert found(index, Word("trienios"), scope) == [second, first]
    with transaction():
        mark_post(fresh(posts[second]), None, picked=True, wiki=True)
    assert count_behind() == 0
    with transaction():
        mark_post(fresh(posts[second]), None, picked=False, wiki=True)
        mark_post(fresh(posts[first]), None, picked=True, wiki=False)
    assert jobs.index_changes() == 2
    assert found(index, Word("trienios"), scope) == [first, second]


def test_a_change_while_indexing_stays_behind(index):
    thread = make_thread()
    seen = [jobs.seen_of(opening_of(thread))]
    with transaction():
        db.session.execute(update(Post).values(revision=Post.revision + 1))
    jobs.mark(seen)
    assert count_behind() == 1


def test_a_thread_that_changes_while_its_posts_are_indexed_leaves_them_behind(index):
    thread, group = make_thread(), make_group()
    seen = [jobs.seen_of(opening_of(thread))]
    with transaction():
        move_thread(fresh(thread), fresh(group), None)
    jobs.mark(seen)
    assert count_behind() == 1
    assert jobs.index_changes() == 1
    assert count_behind() == 0


def delete_folder(index):
    shutil.rmtree(index.folder)


def lose_pointer(index):
    (index.folder / "current").write_text("index-que-no-existe")


def garble(index):
    for path in index.folder.rglob("*"):
        if path.is_file() and path.name != "current":
            path.write_bytes(b"no es un indice")


def lose_power(index):
    """The files are there, and parts of them were never written."""
    for path in index.folder.rglob("*.seg"):
        whole = path.read_bytes()
        path.write_bytes(bytes(len(whole) // 2) + whole[len(whole) // 2 :])


def said(*sql):
    with transaction():
        for statement in sql:
            db.session.execute(text(statement))


def drop_table(index):
    said("DROP TABLE search_documents")


def empty_table(index):
    said("DELETE FROM search_documents")


def other_format(index):
    said("UPDATE search_documents SET format = 0")


HARMS = {
    "whoosh": (delete_folder, lose_pointer, garble, lose_power),
    "postgres": (drop_table, empty_table, other_format),
}


# Whoosh leaves broken files open until they are collected
@pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")
def test_a_lost_or_broken_index_is_made_again_and_pages_answer_meanwhile(client, index):
    make_reply(make_thread("Permuta de Lugo"))
    jobs.index_changes()
    for harm in HARMS[index.name]:
        harm(index)
        if index.name == "whoosh":
            index.mine.snapshot = None
        page = client.get("/search?q=permuta")
        assert page.status_code == 200
        assert "se está poniendo al día" in page.text, harm
        jobs.index_changes()
        assert 'data-total="1"' in client.get("/search?q=permuta").text, harm
        assert index.count() == 2
    gc.collect()


def test_a_rebuild_serves_the_old_index_until_the_new_one_stands(client, index):
    make_thread("Permuta de Lugo")
    jobs.index_changes()
    old = serving(index)
    asked = []

    def look(done):
        asked.append('data-total="1"' in client.get("/search?q=permuta").text)

    assert jobs.rebuild(look) == 1
    assert asked == [True]
    assert serving(index) != old
    assert indexes_there(index) == [serving(index)]
    assert count_behind() == 0


def test_two_workers_by_mistake_do_no_harm(index, monkeypatch):
    make_thread()
    monkeypatch.setattr(f"forum.search.{index.name}_engine.engine.PATIENCE", 0.0)
    with another(index).alone():
        assert jobs.index_changes() == 0
        with pytest.raises(IndexBusy):
            jobs.reconcile()
    assert count_behind() == 1
    assert jobs.index_changes() == 1


def test_one_index_job_at_most_waits_for_the_index_and_none_is_forgotten(own_app, monkeypatch):
    jobs.index_changes()
    monkeypatch.setattr(f"forum.search.{jobs.engine().name}_engine.engine.PATIENCE", 30.0)

    def look():
        with own_app.app_context():
            try:
                following.index_unless_at_it()
            finally:
                db.session.remove()

    with ThreadPoolExecutor(2) as pool:
        with another(jobs.engine()).alone():
            make_thread()
            first = pool.submit(look)
            until(following._at_it.locked, "the first job waits")
            make_thread()
            pool.submit(look).result()
            assert not first.done()
        first.result()
    assert count_behind() == 0
    assert not following._again.is_set()


def test_the_commands_say_how_the_index_stands(app, index):
    make_thread()
    runner = app.test_cli_runner()
    assert '"pending": 1' in runner.invoke(args=["search", "status", "--json"]).output
    assert '"indexed": 1' in runner.invoke(args=["search", "reconcile", "--json"]).output
    answer = runner.invoke(args=["search", "rebuild", "--json"])
    assert answer.exit_code == 0
    assert f'"engine": "{index.name}", "indexed": 1, "expected": 1, "pending": 0' in answer.output


def test_a_forum_that_was_indexed_elsewhere_gets_its_index_by_itself(client, index):
    """As one does that moves from one engine to the other: no post is behind, and none is in the index."""
    make_thread("Permuta de Lugo")
    with transaction():
        db.session.execute(update(Post).values(indexed_revision=Post.revision))
    if index.name == "whoosh":
        delete_folder(index)
    assert "se está poniendo al día" in client.get("/search?q=permuta").text
    jobs.index_changes()
    assert 'data-total="1"' in client.get("/search?q=permuta").text


def test_what_changes_during_a_rebuild_is_in_the_new_index(client, index):
    thread, moved, group = make_thread("Permuta de Lugo"), make_thread("Trienios"), make_group()
    jobs.index_changes()

    def change(read):
        if fresh(moved).group_id == group.id:
            return
        make_reply(thread, "Un quorum nuevo.")
        with transaction():
            move_thread(fresh(moved), fresh(group), None)
        assert jobs.index_changes() == 2

    jobs.rebuild(change)
    assert count_behind() == 0
    assert index.count() == count_findable() == 3
    assert 'data-total="1"' in client.get("/search?q=quorum").text
    assert 'data-total="1"' in client.get(f"/search?q=trienio&group={group.slug}").text


def test_two_rebuilds_at_once_are_one(index):
    with index.alone("rebuilding"), pytest.raises(IndexBusy):
        jobs.rebuild()


def test_reconciling_finds_what_is_missing_and_what_should_not_be_there(index):
    kept, lost = opening_of(make_thread()), opening_of(make_thread())
    jobs.index_changes()
    index.update([document(9_999, "de nadie")], [lost.id])
    assert count_behind() == 0
    assert jobs.reconcile() == 1
    assert sorted(index.post_ids()) == sorted([kept.id, lost.id])


def test_reconciling_compares_some_at_a_time(index, monkeypatch):
    monkeypatch.setattr(reconciling, "AT_ONCE", 3)
    posts = [opening_of(make_thread()).id for _ in range(9)]
    jobs.index_changes()
    hidden, lost = [posts[2], posts[3]], [posts[0], posts[5], posts[8]]
    with transaction():
        db.session.execute(update(Post).where(Post.id.in_(hidden)).values(state="hidden"))
    index.update([document(posts[-1] + n, "de nadie") for n in (1, 2, 900)], lost)
    with statements() as made:
        assert jobs.reconcile() == 3
    assert sorted(index.post_ids()) == [one for one in posts if one not in hidden]
    reads = [one for one in made if one.startswith("SELECT posts.id, posts.indexed_revision")]
    assert len(reads) == 3


def test_many_posts_behind_are_told_of(client, index):
    jobs.index_changes()
    assert "aún faltan" not in client.get("/search?q=busco").text
    thread = make_thread()
    for _ in range(MANY_BEHIND):
        make_reply(thread)
    assert "aún faltan" in client.get("/search?q=busco").text


def test_a_new_name_of_a_person_group_or_tag_needs_no_indexing(client, index):
    ana, group = make_user("ana"), make_group("Archivo")
    make_thread("Padrón", author=ana, group=group, tags=["censo"])
    jobs.index_changes()
    with transaction():
        person, place = fresh(ana), fresh(group)
        person.username = person.username_key = "eva"
        place.slug, place.name = "memoria", "Memoria"
        db.session.execute(update(Tag).values(slug="listas"))
    assert count_behind() == 0
    for q in ("padrón autor:eva", "padrón grupo:memoria", "padrón etiqueta:listas"):
        assert 'data-total="1"' in client.get("/search", query_string={"q": q}).text
    assert "«autor:ana» no existe" in client.get("/search?q=padrón+autor:ana").text
    assert 'data-total="0"' in client.get("/search?q=padrón&author=ana").text


def test_a_new_name_of_a_tag_is_followed_where_it_is_read(client, index):
    make_thread("Padrón", tags=["censo"])
    make_thread("Trienios", tags=["nóminas"])
    jobs.index_changes()
    with transaction():
        db.session.scalars(select(Tag).where(Tag.slug == "censo")).one().name = "Habitantes"
    assert count_behind() == 1
    jobs.index_changes()
    assert 'data-total="1"' in client.get("/search?q=habitantes").text
    assert 'data-total="0"' in client.get("/search?q=censo").text


def test_a_long_thread_that_moved_keeps_nobody_waiting_who_has_just_written(index):
    thread, group = make_thread(), make_group()
    make_reply(thread)
    jobs.index_changes()
    with transaction():
        move_thread(fresh(thread), fresh(group), None)
    newest = opening_of(make_thread())
    assert jobs.index_batch(1) == 1
    assert newest.id in index.post_ids()


def test_a_failure_to_write_is_one_line(app, index):
    with index.alone("rebuilding"):
        answer = app.test_cli_runner().invoke(args=["search", "rebuild"])
    assert answer.exit_code == 1
    assert "another process" in answer.output
