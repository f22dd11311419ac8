"""The servers that the forum is measured against, each ended by its own id."""

import os
import pwd
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from config import ROOT
from forum.operations.serve import web_command
from tests.databases import IN_A_HURRY, Postgres
from tests.servers import Server, free_port

WORKERS = 2
PATIENCE = 30.0  # seconds until a server that does not answer is a failure

NGINX = """\
user {user};
worker_processes {workers};
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 256; }}
http {{
  access_log off;
  sendfile on;
  tcp_nopush on;
  keepalive_requests 1000000;
  default_type text/html;
  charset utf-8;
  client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder};
  uwsgi_temp_path {folder}; scgi_temp_path {folder};
  server {{ listen 127.0.0.1:{port}; root {folder}; index page.html; }}
}}
"""


@contextmanager
def forum(folder: Path, **settings: str) -> Iterator[Server]:
    """The production server and its worker, as an operator starts them: logs and limits on."""
    server = Server(folder, {"FORUM_RATE_LIMITS": "on", **settings})
    server.start(WORKERS)
    try:
        yield server
    finally:
        server.stop()


@contextmanager
def nginx(folder: Path, page: bytes) -> Iterator[str]:
    """nginx, which sends `page` from disk and writes no log; gives its address."""
    (folder / "page.html").write_bytes(page)
    port, user = free_port(), pwd.getpwuid(os.getuid()).pw_name
    settings = folder / "nginx.conf"
    settings.write_text(NGINX.format(folder=folder, port=port, user=user, workers=WORKERS))
    command = ["nginx", "-c", str(settings), "-e", str(folder / "error.log")]
    with running(command, f"http://127.0.0.1:{port}/", {}) as url:
        yield url


@contextmanager
def bare(folder: Path, pages: Mapping[str, bytes], application: str = "bare") -> Iterator[str]:
    """Flask with these pages and little else, under the forum's own server; gives its address.

    `application` is a module of bench: `bare` has Flask-Login, `plain` has not.
    """
    there = folder / application
    there.mkdir()
    for name, page in pages.items():
        (there / name).write_bytes(page)
    port = free_port()
    command = [*web_command("127.0.0.1", port, WORKERS)[:-1], "--factory", f"bench.{application}:create_app"]
    with running(command, f"http://127.0.0.1:{port}/", {"BENCH_PAGES": str(there)}) as url:
        yield url


@contextmanager
def running(command: Sequence[str], url: str, settings: Mapping[str, str]) -> Iterator[str]:
    """A server as a process of its own, from when it answers until the block ends."""
    process = subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, **settings}, stdout=sys.stderr, stderr=sys.stderr
    )
    try:
        wait_for(url)
        yield url
    finally:
        process.terminate()
        process.wait(20)


def wait_for(url: str) -> None:
    """Wait until something answers at `url`, whatever it says. Raises TimeoutError."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except urllib.error.HTTPError:
            return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise TimeoutError(f"no answer at {url}")


@contextmanager
def durable_postgres() -> Iterator[Postgres]:
    """A PostgreSQL of this run's own, which writes as an operator's does."""
    server = Postgres()
    try:
        for setting in IN_A_HURRY:
            server.say(f"ALTER SYSTEM RESET {setting.split()[0]}")
        server.say("SELECT pg_reload_conf()")
        yield server
    finally:
        server.stop()
