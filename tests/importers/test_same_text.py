"""The text that a reader of the blog saw is the text that a reader sees here, minus what the report lists.

What they saw is told by tests/importers/readers.py, with other means than the importer's: word by word, in
order, title, text and comments, of every export at hand.
"""

import json

import pytest
from sqlalchemy import select

from forum.debates.models import Thread
from forum.extensions import db
from tests.importers.exports import EVERY, TOWN_HALL
from tests.importers.readers import Blog, Page, Told, words

pytestmark = pytest.mark.long


def imported(app, path):
    """What the command reports, and the threads by their number there; None for what is no export."""
    db.session.rollback()
    result = app.test_cli_runner().invoke(args=["import", "wordpress", str(path), "--json"])
    db.session.rollback()
    if result.exit_code:
        return None
    threads = {thread.origin.rpartition(":")[2]: thread for thread in db.session.scalars(select(Thread))}
    return json.loads(result.stdout), threads


def read_here(client, told: Told, thread) -> Told:
    """The same text as a reader sees it here, over all pages of its thread."""
    first = Page(client.get(f"/blog/{thread.key}").text)
    posts, number = first.posts(), 2
    while (answer := client.get(f"/blog/{thread.key}?page={number}")).status_code == 200:
        posts |= Page(answer.text).posts()
        number += 1
    comments = sorted(text for number, text in posts.items() if number > 1)
    return Told(told.number, words("".join(first.title)), posts[1], comments)


@pytest.mark.parametrize("path", EVERY, ids=lambda path: path.name)
def test_a_reader_sees_here_what_they_saw_there(app, client, path):
    done = imported(app, path)
    if done is None:
        return
    report, threads = done
    left = " ".join(row["item"] for row in report["skipped"])
    for told in Blog(path).texts():
        thread = threads.get(told.number) if told.number else next(iter(threads.values()))
        if thread is None:
            assert f" {told.number} " in left
            continue
        here = read_here(client, told, thread)
        assert here.text == told.text, told.title
        assert here.comments == told.comments, told.title
        assert here.title == told.title or not told.title or len(" ".join(told.title)) > 180


def test_the_comparison_reads_something(app, client):
    _, threads = imported(app, TOWN_HALL)
    told = {one.number: one for one in Blog(TOWN_HALL).texts()}
    assert len(told) == 5
    assert [len(one.comments) for one in told.values()] == [5, 0, 0, 0, 0]
    assert told["11"].title == words("Redes sociales & ventanilla: lo que contestamos")
    assert words("La fachada, en obras. Fuente: archivo municipal.")[-1] in told["11"].text
    assert len(read_here(client, told["12"], threads["12"]).text) > 40
