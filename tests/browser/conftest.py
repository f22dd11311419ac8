"""A real server and Debian's Chromium. Every test here asks nothing of any other host, or fails."""

import re
import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import (
    APIResponse,
    Browser,
    BrowserContext,
    Page,
    Request,
    Response,
    expect,
    sync_playwright,
)

from tests.browser import axe
from tests.servers import Server

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
]
PATIENCE = 15_000  # milliseconds: a click waits until its answer begins, not until it is there

expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser/" in item.path.as_posix():
            item.add_marker("browser")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's browser."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    assert path, "chromium is missing: apt-get install chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A forum of this file's own, empty; its mail lands in `server.folder / "mail"`."""
    server = Server(tmp_path_factory.mktemp("forum"))
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def community(server: Server) -> dict[str, str]:
    """The demo community on the server: passwords by username, who may most first."""
    for command in (("demo", "load"), ("search", "reconcile")):
        done = server.command(*command)
        assert done.returncode == 0, done.stderr
    rows = (line.split() for line in (server.folder / "demo-sign-ins.txt").read_text().splitlines())
    return {row[0]: row[1] for row in rows if len(row) >= 3 and re.fullmatch(r"[\w-]{20,}", row[1])}


class Visitor:
    """One person's browser: a context of its own, and what went wrong in it."""

    def __init__(self, context: BrowserContext, home: str, scripts: bool) -> None:
        self.context, self.home, self.scripts = context, home, scripts
        self.troubles: list[str] = []
        context.on("request", self.look_at_request)
        context.on("response", self.look_at_response)
        context.on("console", lambda said: said.type == "error" and self.note(said.text))
        context.on("weberror", lambda failure: self.note(str(failure.error)))
        self.page: Page = context.new_page()

    def look_at_request(self, request: Request) -> None:
        if not request.url.startswith((f"{self.home}/", "data:", "blob:")):
            self.troubles.append(f"asked another host: {request.url}")

    def look_at_response(self, response: Response) -> None:
        """A page may be an error on purpose; what a page loads may not."""
        if response.status >= 400 and not response.request.is_navigation_request():
            self.troubles.append(f"{response.status}: {response.url}")

    def note(self, text: str) -> None:
        if "Failed to load resource" not in text:  # look_at_response says it better
            self.troubles.append(text)

    def go(self, address: str) -> Page:
        """Open an address of the site."""
        self.page.goto(self.home + address)
        return self.page

    def sign_in(self, name: str, password: str) -> Page:
        """Sign in as a person does, and end where that leads."""
        page = self.go("/login")
        form = page.locator("form", has=page.locator("input[name=password]"))
        form.locator("[name=email]").fill(name)
        form.locator("[name=password]").fill(password)
        form.locator("[name=password]").press("Enter")
        page.wait_for_url(lambda url: not url.startswith(f"{self.home}/login"))
        return page

    def problems(self) -> list[str]:
        """What axe finds on the page, wide and narrow, light and dark. Needs scripts."""
        assert self.scripts, "axe is a script: look at the page with a visitor who has them"
        return axe.problems(self.page)

    def read(self, address: str) -> APIResponse:
        """What the server answers at an address of the site, without opening it in the window."""
        return self.context.request.get(self.home + address)


@pytest.fixture
def visitor(chromium: Browser, server: Server) -> Iterator[Callable[..., Visitor]]:
    """Makes visitors; none of them may meet an error, a CSP violation or another host."""
    made: list[Visitor] = []

    def make(*, scripts: bool = True, width: int = 1280, scheme: str = "light") -> Visitor:
        context = chromium.new_context(
            java_script_enabled=scripts,
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
            locale="es-ES",
        )
        context.set_default_timeout(PATIENCE)
        made.append(Visitor(context, server.url, scripts))
        return made[-1]

    yield make
    troubles = [trouble for one in made for trouble in one.troubles]
    for one in made:
        one.context.close()
    assert troubles == []
