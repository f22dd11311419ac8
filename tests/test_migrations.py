"""The migrations lead to what the models say and back, on both databases."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask_migrate import downgrade, upgrade
from sqlalchemy import CheckConstraint, inspect, select

from forum.commands import create_whole_app
from forum.debates.actions import edit_post, withhold_versions
from forum.debates.models import PostFile, Tag, Thread, ThreadTag
from forum.extensions import Base, db
from forum.lib.markdown import render
from forum.lib.transactions import transaction
from forum.notifications.actions import tell_of_found
from forum.notifications.models import FoundPost, Notification, SavedSearch
from tests.databases import settings_for
from tests.factories import fresh, make_group, make_reply, make_thread, make_user
from tests.pictures import drawn, make_file


@pytest.fixture
def bare(database, tmp_path):
    """A forum without a table."""
    url = database.empty()
    app = create_whole_app(settings_for(tmp_path, FORUM_DATABASE_URL=url), testing=True)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()
    database.drop(url)


def differences():
    """What autogenerate would write."""
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return compare_metadata(context, Base.metadata)


def checks():
    """The names of the conditions on each table: in the database, and in the models."""
    here = inspect(db.engine)
    stored = {
        (table, str(check["name"]))
        for table in here.get_table_names()
        for check in here.get_check_constraints(table)
    }
    said = {
        (table.name, str(rule.name))
        for table in Base.metadata.tables.values()
        for rule in table.constraints
        if isinstance(rule, CheckConstraint)
    }
    return stored, said


def test_the_migrated_tables_are_those_of_the_models(bare):
    upgrade()
    assert differences() == []
    stored, said = checks()
    assert stored == said


def test_all_the_way_back_nothing_is_left_and_forward_again_all_is(bare):
    upgrade()
    downgrade(revision="base")
    assert inspect(db.engine).get_table_names() == ["alembic_version"]
    upgrade()
    assert differences() == []


@pytest.mark.parametrize("revision", ["-1", "0001"])
def test_back_and_forward_keeps_what_people_wrote(bare, revision):
    upgrade()
    thread = make_thread("Permuta", "Busco plaza.", tags=["uno"])
    make_reply(thread, "Yo también.")
    downgrade(revision=revision)
    upgrade()
    page = bare.test_client().get(f"/debates/{thread.key}").text
    assert "Busco plaza." in page
    assert "Yo también." in page


def test_tags_get_their_order_and_their_counts(bare):
    """0011: of what was written before, too."""
    upgrade()
    secret = make_group(visibility="private")
    make_thread("Una entrada", kind="entry", tags=["uno"])
    make_thread("La de un grupo", kind="entry", group=secret, tags=["uno"])
    make_thread("Un debate", tags=["uno"])
    tag = select(Tag.thread_count, Tag.entry_count)
    moments = select(ThreadTag.opened, Thread.created).join(Thread, Thread.id == ThreadTag.thread_id)
    before = db.session.execute(tag).one(), db.session.execute(moments.order_by(Thread.id)).all()
    db.session.remove()
    downgrade(revision="0010")
    upgrade()
    assert (db.session.execute(tag).one(), db.session.execute(moments.order_by(Thread.id)).all()) == before
    assert before[0] == (2, 1)
    assert all(opened == created for opened, created in before[1])


def test_news_and_what_searches_found_stay_while_their_table_is_made_anew(bare):
    """0018, and what came after it: SQLite deletes what refers to a table that is dropped."""
    upgrade()
    post, ana = make_reply(make_thread()), make_user()
    with transaction():
        search = SavedSearch(user_id=ana.id, name="permutas", query="q=permuta", digest="d")
        db.session.add(search)
        db.session.flush()
        tell_of_found(ana.id, search.id, [post.id])
    for revision in ("0017", "head"):
        (downgrade if revision == "0017" else upgrade)(revision=revision)
        found = select(Notification.id, FoundPost.post_id)
        found = found.join(FoundPost, FoundPost.notification_id == Notification.id)
        assert db.session.execute(found).one().post_id == post.id
        db.session.remove()


def test_pictures_that_only_withheld_versions_show_are_known_from_the_texts(bare):
    upgrade()
    ana = make_user()
    files = [make_file(ana, drawn(size=(size, 20))) for size in (81, 82)]
    whole = "\n\n".join(f"![Una rampa](/files/{file.name})" for file in files)
    reply = make_reply(make_thread(), whole, author=ana)
    make_reply(make_thread(), whole, author=ana)
    text = render(f"![Una rampa](/files/{files[1].name})")
    with transaction():
        edit_post(fresh(reply), None, text)
        withhold_versions(fresh(reply))
    rows = select(PostFile.post_id, PostFile.file_id, PostFile.withheld).order_by(PostFile.post_id)
    before = db.session.execute(rows.order_by(PostFile.file_id)).all()
    assert [row.withheld for row in before] == [True, False, False, False]
    db.session.rollback()
    downgrade(revision="0037")
    upgrade()
    assert db.session.execute(rows.order_by(PostFile.file_id)).all() == before
