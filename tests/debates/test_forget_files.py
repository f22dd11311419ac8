"""Pictures that nothing shows are forgotten after a week, and only those."""

import os
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from forum.debates import jobs
from forum.debates.actions.writing import save_draft
from forum.debates.models import File
from forum.extensions import db
from forum.lib.clock import utcnow
from forum.lib.files import file_store
from forum.lib.transactions import transaction
from tests.factories import committed, fresh, make_thread, make_user
from tests.pictures import drawn, make_file

pytestmark = pytest.mark.usefixtures("app")


def brought(size, days, owner=None):
    """A file that came so many days ago."""
    file = make_file(owner, drawn(size=size))
    then = utcnow() - timedelta(days=days)
    with transaction():
        db.session.execute(update(File).where(File.id == file.id).values(kept=then))
    os.utime(file_store().path(file.name), (then.timestamp(), then.timestamp()))
    return file


def there(file) -> tuple[bool, bool]:
    """Whether its row is there, and whether the store has it."""
    db.session.rollback()
    known = db.session.scalar(select(File.id).where(File.id == file.id)) is not None
    return known, file_store().exists(file.name)


def test_what_nothing_shows_is_forgotten_after_a_week():
    old, young = brought((70, 20), 8, make_user()), brought((71, 20), 6)
    jobs.forget_unused_files.look()
    assert there(old) == (False, False)
    assert there(young) == (True, True)


def test_what_a_post_shows_or_a_draft_names_stays():
    ana = make_user()
    shown, drafted, waiting = (brought((72 + i, 20), 300, ana) for i in range(3))
    make_thread(body=f"![Una](/files/{shown.name})", author=ana)
    committed(lambda: save_draft(fresh(ana), "debate", {"body": f"![Una](/files/{drafted.name})"}))
    committed(lambda: save_draft(fresh(ana), "debate", {"body": "Una", "picture_name": waiting.name}))
    jobs.forget_unused_files.look()
    assert [there(file) for file in (shown, drafted, waiting)] == [(True, True)] * 3


def test_what_comes_again_while_it_is_forgotten_stays():
    old = brought((76, 20), 8)
    before = utcnow() - jobs.UNUSED_FOR
    with transaction():
        names = jobs.forget_files(before)
    assert names == [old.name]
    again = make_file(make_user(), drawn(size=(76, 20)))
    file_store().delete(old.name, before)
    assert there(again) == (True, True)
