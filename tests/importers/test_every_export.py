"""Every export at hand: imported whole, or refused in one line with nothing changed."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

import pytest
from sqlalchemy import func, select

from forum.accounts.models import User
from forum.debates.models import Draft, Post, Tag, Thread
from forum.extensions import db
from forum.lib.slugs import slugify
from tests.importers.exports import EVERY

TABLES = (User, Thread, Post, Tag, Draft)


@dataclass
class Held:
    """What a file holds, counted apart from the importer."""

    threads: int = 0
    posts: int = 0
    items: int = 0
    people: set[str] = field(default_factory=set)
    tags: set[str] = field(default_factory=set)
    left: int = 0


def local(element):
    return element.tag.rpartition("}")[2]


def values(element):
    """The text of each child by its name, the first of each."""
    found = {}
    for child in element:
        found.setdefault(local(child) if "excerpt" not in child.tag else "excerpt", child.text or "")
    return found


def held_by(path: Path) -> Held | None:
    """What a file holds; None if it is no export."""
    try:
        root = ElementTree.parse(path).getroot()
    except ElementTree.ParseError:
        return None
    if not any("wordpress.org/export" in element.tag for element in root.iter()):
        return None
    held = Held()
    for author in root.iter():
        if local(author) == "author":
            held.people.add(slugify(values(author)["author_login"]))
    for item in root.iter("item"):
        count_item(held, item)
    held.people.discard("")
    return held


def count_item(held: Held, item) -> None:
    said = values(item)
    held.items += 1
    if said.get("post_type") not in ("post", "page") or said.get("status") == "trash":
        held.left += 1
        return
    held.people.add(slugify(said.get("creator", "")))
    comments = [values(child) for child in item if local(child) == "comment"]
    if said.get("status") != "publish" or said.get("post_password"):
        held.left += 1 + len(comments)
        return
    held.threads += 1
    for category in item.findall("category"):
        if category.get("domain") in (None, "category", "post_tag", "tag"):
            held.tags.add(slugify(category.text or ""))
    taken = [row for row in comments if row.get("comment_approved", "1") in ("0", "1")]
    taken = [row for row in taken if row.get("comment_type") in (None, "", "comment")]
    held.posts += 1 + len(taken)
    held.left += len(comments) - len(taken)


def counts():
    return {
        table.__tablename__: db.session.scalar(select(func.count()).select_from(table)) for table in TABLES
    }


def importing(app, path: Path):
    """Run the command."""
    db.session.rollback()
    result = app.test_cli_runner().invoke(args=["import", "wordpress", str(path), "--json"])
    db.session.rollback()
    return result


@pytest.mark.long
@pytest.mark.parametrize("path", EVERY, ids=lambda path: path.name)
def test_an_export_comes_in_whole_or_not_at_all(app, path):
    with app.app_context():
        before, held = counts(), held_by(path)
        result = importing(app, path)
        if held is None:
            assert (result.exit_code, result.stdout, counts()) == (1, "", before)
            assert result.stderr.startswith("Error: ")
            assert result.stderr.count("\n") == 1
            return
        assert result.exit_code == 0, result.output
        report = json.loads(result.stdout)
        held.tags.discard("")
        assert {name: report[name] for name in ("threads", "posts", "people", "tags", "files")} == {
            "threads": held.threads,
            "posts": held.posts,
            "people": len(held.people),
            "tags": len(held.tags),
            "files": 0,
        }
        assert len(report["skipped"]) >= held.left
        after = counts()
        again = json.loads(importing(app, path).stdout)
        assert [again[name] for name in ("threads", "posts", "people", "tags", "files")] == [0] * 5
        assert again["skipped"] == report["skipped"]
        assert counts() == after


def test_there_are_exports_to_try():
    assert len(EVERY) >= 2
