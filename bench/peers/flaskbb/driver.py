"""FlaskBB as an operator would serve it: gunicorn, PostgreSQL, Redis and a Celery worker."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from bench.peers.browser import Browser
from bench.peers.installing import PLACE, Environment, run
from bench.peers.processes import started
from bench.peers.services import Services
from bench.peers.site import GUNICORN, Community, Member, Site
from bench.servers import wait_for
from tests.servers import free_port

HERE = Path(__file__).parent
SETTINGS = str(HERE / "settings.py")
PASSWORD = "medida-2026"


def evaluate_later(packages: Path) -> None:
    """FlaskBB 2.2.0 names types that it imports for checking only: that runs on Python 3.14 alone."""
    for path in (packages / "flaskbb").rglob("*.py"):
        code = path.read_text(encoding="utf-8")
        if re.search(r"^if (t\.)?TYPE_CHECKING", code, re.M):
            first = re.compile(r"^(?=import |from )", re.M)
            path.write_text(
                first.sub("from __future__ import annotations\n", code, count=1), encoding="utf-8"
            )


ENVIRONMENT = Environment(
    "flaskbb", ("FlaskBB==2.2.0", "gunicorn", "psycopg2-binary"), oldest=12, mend=evaluate_later
)


class FlaskBB:
    """FlaskBB, 10 posts a page as it comes."""

    name = "FlaskBB"
    notes: Sequence[str] = (
        "gunicorn, two sync workers, 120 s a request; cache and limits in Redis; a Celery worker",
        "mended: annotations are evaluated later, as Python 3.14 does",
        "mended: psycopg2, not psycopg 3 as SQLAlchemy 2.1 would: sessions give ids as texts",
        "mended: passwords hashed by PBKDF2: the column is too short for Werkzeug's own",
        "its index is Whoosh, built by its own `reindex`",
        "mended: started once alone: two workers at the first start both register its plugins, and one ends",
    )

    def __init__(self) -> None:
        self.port = free_port()
        self.around: dict[str, str] = {}

    def versions(self) -> dict[str, str]:
        return ENVIRONMENT.versions()

    def load(self, services: Services, community: Community, folder: Path) -> None:
        self.around = ENVIRONMENT.environment(
            PEER_FOLDER=str(folder),
            PEER_HOST=f"127.0.0.1:{self.port}",
            PEER_REDIS=services.cache(1),
            PEER_DATABASE=services.database("flaskbb").replace("postgresql:", "postgresql+psycopg2:"),
        )
        program = [str(ENVIRONMENT.bin / "python"), str(HERE / "load.py"), SETTINGS]
        run([*program, str(community.file), PASSWORD], self.around)

    @contextmanager
    def serving(self, community: Community, folder: Path) -> Iterator[Site]:
        url, bin = f"http://127.0.0.1:{self.port}", ENVIRONMENT.bin
        application = f"flaskbb:create_app({SETTINGS!r})"
        web = [str(bin / "gunicorn"), *GUNICORN, "-b", f"127.0.0.1:{self.port}", application]
        worker = [str(bin / "flaskbb"), "--config", SETTINGS, "celery", "worker", "-c", "1"]
        log = PLACE / "flaskbb.log"
        with started(web, self.around, log) as serving, started(worker, self.around, log) as working:
            wait_for(url)
            thread = f"/topic/{community.longest}"
            members = [signed_in(url, name, thread) for name in community.members]
            yield Site(self.name, url, "/", thread, partial(search, url), members, serving, working)


def search(url: str, word: str) -> str:
    """The page of what is found among posts."""
    guest = Browser(url)
    return guest.send("/search", guest.ask("/search"), search_types="post", search_query=word)


def signed_in(url: str, name: str, thread: str) -> Member:
    """A member who signed in by the form."""
    who = Browser(url)
    who.send("/auth/login", who.ask("/auth/login"), login=name, password=PASSWORD)
    page = who.ask(thread)
    if name not in page:
        raise RuntimeError(f"FlaskBB did not sign in {name}")
    return Member(who.cookies, lambda text: partial(who.send, f"{thread}/post/new", page, content=text))
