"""Names come in the order of the Spanish alphabet, the same on both databases."""

import pytest
from sqlalchemy import text

from forum.debates.queries.tags import tag_list
from forum.extensions import db
from forum.groups.queries import group_list
from forum.permissions import GUEST
from forum.profiles.queries import people_page
from tests.factories import make_group, make_thread, make_user

pytestmark = pytest.mark.usefixtures("app")
# Ñ is a letter after N; accents and case do not count; a shorter word comes before a longer one.
ORDER = ["Águeda", "ámbar", "Andrés", "anzuelo", "Año", "Nuria", "nzema", "Ñandú", "ñora", "Óscar", "oso",
         "Oso pardo", "osos", "zeta", "Zúñiga"]  # fmt: skip
SHUFFLED = sorted(ORDER, key=lambda name: name[::-1])


def test_groups():
    for name in SHUFFLED:
        make_group(name)
    assert [group.name for group in group_list(GUEST)] == ORDER


def test_tags():
    group, author = make_group(), make_user()
    for name in SHUFFLED:
        make_thread(group=group, author=author, tags=[name])
    assert [tag.name for tag in tag_list()] == ORDER


def test_people_page_by_page():
    for number, name in enumerate(SHUFFLED):
        make_user(f"persona-{number}", display_name=name)
    shown, after = [], None
    while True:
        page = people_page(after=after, size=4)
        shown += [person.name for person in page.items]
        after = page.next
        if after is None:
            break
    assert shown == ORDER


def test_no_locale_of_a_server_changes_the_order():
    if db.session.get_bind().dialect.name == "sqlite":
        assert db.session.scalar(text("SELECT 'n~' > 'nz' AND 'oso pardo' < 'osos'"))
        return
    collations = db.session.execute(
        text(
            "SELECT table_name, collation_name FROM information_schema.columns WHERE column_name = 'sort_key'"
        )
    )
    assert sorted(map(tuple, collations)) == [("groups", "C"), ("tags", "C"), ("users", "C")]
