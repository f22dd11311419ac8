"""Two hosts, a database with a replica, Redis and a bucket behind nginx: everything, and then without each.

What docs/operations.md says in «Several machines» of what still works is what these tests see.
"""

import re
from collections.abc import Iterator

import pytest
from urllib3.filepost import encode_multipart_formdata

from tests.factories import PASSWORD
from tests.machines import Machines
from tests.pictures import drawn
from tests.servers import until
from tests.visitors import Answer, Stream, Visitor, hidden

pytestmark = [pytest.mark.long, pytest.mark.postgres]  # servers are started
SOME = 6  # replies that are acknowledged meanwhile
PAGES = ("/", "/debates/", "/search?q=permuta", "/people/", "/feed.atom")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machines]:
    machines = Machines(tmp_path_factory.mktemp("machines"))
    with machines.running:
        machines.start()
        yield machines


@pytest.fixture
def machines(built: Machines) -> Machines:
    """The installation, with everything at work."""
    built.heal()
    return built


@pytest.fixture
def stream(machines: Machines) -> Iterator[Stream]:
    """People who write while the test goes on; in the end nothing acknowledged is missing, nothing double."""
    stream = machines.stream()
    with stream.running():
        more(stream)
        yield stream
        more(stream)
    there = machines.published()
    assert [text for text in stream.told if there[text] != 1] == []
    assert [text for text in stream.sent if there[text] > 1] == []
    assert stream.unseen == []


def more(stream: Stream, some: int = SOME) -> None:
    """Wait until some more replies are acknowledged."""
    before = len(stream.told)
    until(lambda: len(stream.told) >= before + some, f"{some} replies more, {stream.refused}", 40)


def sign_in(visitor: Visitor, place: str) -> Answer:
    """What comes of signing in by the form."""
    form = hidden(visitor.ask(f"{place}/login").text, "/login")
    return visitor.ask(f"{place}/login", {**form, "email": "lectora", "password": PASSWORD})


def seen(visitor: Visitor, place: str, pages: tuple[str, ...] = PAGES) -> set[int]:
    """The statuses of pages."""
    return {visitor.ask(place + page).status for page in pages}


def test_who_signed_in_on_one_posts_on_the_other_and_both_show_it_to_all(machines):
    one, two = (host.url for host in machines.hosts)
    reader, guest = Visitor(), Visitor()
    assert sign_in(reader, one).status == 303
    for _ in range(2):
        assert guest.ask(one + machines.page).status == 200  # and keeps it
    form = hidden(reader.ask(two + machines.page).text, "/replies")
    form |= {"body": "Desde la otra máquina.", "picture_alt": "Una rampa", "action": "publish"}
    data, kind = encode_multipart_formdata({**form, "picture": ("rampa.png", drawn(), "image/png")})
    assert reader.ask(f"{two}{machines.page}/replies", data, kind).status == 303
    for place in (one, two, machines.proxy):
        for visitor in (guest, reader):
            page = visitor.ask(place + machines.page)
            assert "Desde la otra máquina." in page.text
            picture = re.search(r"/files/[0-9a-f]{64}\.png", page.text)[0]
            assert visitor.ask(place + picture).headers["Content-Type"] == "image/png"
    assert reader.ask(f"{one}/logout", hidden(reader.ask(f"{one}/").text, "/logout")).status == 303
    assert '/logout"' not in reader.ask(f"{two}/").text
    until(lambda: machines.looked_up() > 0, "pages were read in the replica")


def test_without_one_host_the_other_goes_on(machines, stream):
    gone = machines.hosts[0]
    gone.crash()
    more(stream)
    assert seen(Visitor(), machines.proxy) == {200}
    assert set(stream.refused) <= {502}


def test_without_redis_everything_goes_on(machines, stream):
    machines.redis.stop()
    more(stream)
    for host in machines.hosts:
        assert seen(Visitor(), host.url) | seen(machines.people[0], host.url) == {200}
    assert not stream.refused


def test_without_the_replica_everything_goes_on(machines, stream):
    machines.pair.replica.crash()
    more(stream)
    for host in machines.hosts:
        assert seen(Visitor(), host.url) | seen(machines.people[0], host.url) == {200}
        until(lambda host=host: machines.warnings(host) == ["replica"], "the host says so")
    assert not stream.refused
    machines.pair.replica.start()
    for host in machines.hosts:
        until(lambda host=host: machines.warnings(host) == [], "the replica is there again")


def test_without_the_database_all_read_on_and_whoever_writes_is_told_to_wait(machines, stream):
    writer, text = machines.people[-1], "Escrita en mal momento."
    form = hidden(writer.ask(machines.proxy + machines.page).text, "/replies") | {"body": text}
    machines.pair.database.crash()
    for host in machines.hosts:
        assert seen(Visitor(), host.url) | seen(writer, host.url) == {200}
        until(lambda host=host: machines.warnings(host) == ["database"], "the host says so")
        refused = writer.ask(f"{host.url}{machines.page}/replies", form)
        assert (refused.status, refused.headers["Retry-After"]) == (503, "10")
        assert f"{text}</textarea>" in refused.text
        assert sign_in(Visitor(), host.url).status == 503
    told = dict(stream.told)
    for where in [*told.values()][-SOME:]:  # what was acknowledged last is there to be read
        page = Visitor().ask(machines.proxy + where).text
        assert [text for text, place in told.items() if place == where and text not in page] == []
    assert set(stream.refused) <= {503}
    machines.pair.replica.crash()
    assert seen(Visitor(), machines.proxy) | seen(writer, machines.proxy) == {503}
    machines.pair.whole()
    until(lambda: writer.ask(f"{machines.proxy}{machines.page}/replies", form).status == 303, "it is taken")
    assert machines.published()[text] == 1
    found = f"{machines.proxy}/search?q=%22mal+momento%22"
    until(lambda: "data-result-id" in Visitor().ask(found).text, "the workers go on", 60)


def test_once_the_replica_is_promoted_everything_is_there_and_goes_on(machines, stream):
    """As docs/operations.md tells it: the database is lost for good, and the replica takes its place."""
    machines.pair.database.crash()
    assert seen(Visitor(), machines.proxy) == {200}
    machines.pair.replica.say("SELECT pg_promote()")
    machines.settings["FORUM_DATABASE_URL"] = machines.settings.pop("FORUM_REPLICA_URL")
    for host in machines.hosts:
        host.settings = machines.settings
        host.stop()
    machines.serve()
    more(stream)
    checked = machines.hosts[0].command("check")
    assert checked.returncode == 0, checked.stdout
