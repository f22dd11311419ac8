"""What a browser fetches for a thread's page at the first visit fits into the goal of docs/performance.md."""

import pytest

from bench.weight import BLOCKING, HEAVIEST, MOST_BLOCKING, resources
from tests.factories import make_group, make_reply, make_thread, make_user

ZIP = {"Accept-Encoding": "gzip"}
TEXT = "Lo que en una oficina se resuelve con una nota de {n} líneas, en otra pide {m} firmas y un registro. "


@pytest.fixture
def page(app, client):
    """A page of twenty posts of some hundred and fifty words each."""
    group, people = make_group(), [make_user() for _ in range(5)]
    thread = make_thread("Notas y firmas", TEXT.format(n=1, m=2) * 8, group=group, author=people[0])
    for n in range(19):
        make_reply(thread, TEXT.format(n=n, m=n * 7) * 8, author=people[n % 5])
    return f"/debates/{thread.key}"


def sent(client, address):
    """How many bytes the answer's body is on its way."""
    with client.get(address, headers=ZIP) as answer:
        return len(answer.data)


def test_the_first_visit_is_light(client, page):
    files = resources(client.get(page).text)
    assert len(files) >= 3  # style, script, icons
    sizes = {name: sent(client, name) for name in (page, *files)}
    assert sum(sizes.values()) <= HEAVIEST * 1024, sizes


def test_few_files_are_waited_for(client, page):
    assert 1 <= len(BLOCKING.findall(client.get(page).text)) <= MOST_BLOCKING
