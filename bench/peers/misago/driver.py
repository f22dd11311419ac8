"""Misago as an operator would serve it: gunicorn, PostgreSQL, Redis and a Celery worker."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from urllib.parse import quote

from bench.peers.browser import Browser
from bench.peers.installing import PLACE, Environment, run
from bench.peers.processes import started
from bench.peers.services import Services
from bench.peers.site import GUNICORN, Community, Member, Site
from bench.servers import wait_for
from tests.servers import free_port

HERE = Path(__file__).parent
PASSWORD = "medida-2026"
ENVIRONMENT = Environment("misago", ("Misago==0.39.6", "gunicorn"), newest=12)


class Misago:
    """Misago, 18 posts a page as it comes."""

    name = "Misago"
    notes: Sequence[str] = (
        "gunicorn, two sync workers; Redis as cache, connections kept; a Celery worker with one process",
        "search with PostgreSQL's `spanish`; posts rendered by Misago's own parser, the index by one UPDATE",
        "a search is its page and what the page's scripts then ask for",
        "names without dots: Misago takes letters and digits only; everybody has the blank picture",
    )

    def __init__(self) -> None:
        self.around: dict[str, str] = {}

    def versions(self) -> dict[str, str]:
        return ENVIRONMENT.versions()

    def load(self, services: Services, community: Community, folder: Path) -> None:
        self.around = ENVIRONMENT.environment(
            PEER_FOLDER=str(folder),
            PEER_REDIS=services.cache(2),
            PEER_DATABASE=services.database("misago"),
            DJANGO_SETTINGS_MODULE="project.settings",
            PYTHONPATH=str(HERE),
        )
        program = [str(ENVIRONMENT.bin / "python"), str(HERE / "load.py")]
        run([*program, str(community.file), PASSWORD], self.around)

    @contextmanager
    def serving(self, community: Community, folder: Path) -> Iterator[Site]:
        port, bin = free_port(), ENVIRONMENT.bin
        url = f"http://127.0.0.1:{port}"
        web = [str(bin / "gunicorn"), *GUNICORN, "-b", f"127.0.0.1:{port}", "project.wsgi"]
        worker = [str(bin / "celery"), "-A", "project", "worker", "-c", "1"]
        log = PLACE / "misago.log"
        with started(web, self.around, log) as serving, started(worker, self.around, log) as working:
            wait_for(url)
            thread = Browser(url).reach(f"/t/thread/{community.longest}/")[1]
            members = [signed_in(url, name, community.longest) for name in community.members]

            def search(word: str) -> str:
                Browser(url).ask(f"/search/threads/?q={quote(word)}")
                return Browser(url).ask(f"/api/search/threads/?q={quote(word)}")

            yield Site(self.name, url, "/", thread, search, members, serving, working)


def signed_in(url: str, name: str, thread: int) -> Member:
    """A member who signed in as the page's scripts do."""
    who = Browser(url)
    who.ask("/")
    who.call("/api/auth/", {"username": name.replace(".", ""), "password": PASSWORD}, "csrftoken")
    who.ask("/")
    place = f"/api/threads/{thread}/posts/"
    return Member(who.cookies, lambda text: partial(who.call, place, {"post": text}, "csrftoken"))
