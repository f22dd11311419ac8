"""The processes of a running forum, each asked by itself, and what they are to answer."""

import gzip
import random
import uuid
from collections.abc import Container, Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from typing import NamedTuple
from urllib.parse import urlencode

import psutil
from flask import Flask
from itsdangerous import URLSafeTimedSerializer

from forum.accounts.models import User
from tests.conftest import Browser
from tests.pages.test_shared_pages import ONE_TIME
from tests.servers import Server

GZIP = {"Accept-Encoding": "gzip"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
WORKERS, TRIES = 2, 200
Headers = Mapping[str, str]
Page = tuple[int, bytes]  # the status, and the page if it is one


class Answer(NamedTuple):
    """What came back."""

    status: int
    headers: Headers
    body: bytes

    @property
    def page(self) -> Page:
        """The page without what is of one time alone."""
        if self.status != 200:
            return self.status, b""
        zipped = self.headers.get("content-encoding") == "gzip"
        return 200, ONE_TIME.sub(rb"\1", gzip.decompress(self.body) if zipped else self.body)


class Process:
    """One of the processes that serve. What it answered guests is known, as browsers do."""

    def __init__(self, server: Server, pid: int, connection: HTTPConnection) -> None:
        self.server, self.pid, self.connection = server, pid, connection
        self.known: dict[tuple[str, str], list[tuple[str, Page]]] = {}  # the last two

    def ask(self, method: str, path: str, headers: Headers, body: bytes | None = None) -> Answer:
        """The answer to a request; on another connection if it was idle for too long."""
        try:
            return exchange(self.connection, method, path, headers, body)
        except (HTTPException, ConnectionError):
            self.connection.close()
            _, self.connection = connection_to(self.server, {self.pid})
            return exchange(self.connection, method, path, headers, body)

    def read(self, path: str, headers: Headers, *, asking: bool = False) -> Page:
        """What it shows; `asking` whether something that it showed before still holds, which it may say."""
        known = self.known.setdefault((path, str(headers)), [])
        if asking and known:
            tag, page = random.choice(known)
            answer = self.ask("GET", path, {**headers, "If-None-Match": tag})
            if answer.status == 304:
                return page
        else:
            answer = self.ask("GET", path, headers)
        tag = answer.headers.get("etag")
        if tag and tag not in dict(known):
            known.append((tag, answer.page))
            del known[:-2]
        return answer.page


def exchange(
    connection: HTTPConnection, method: str, path: str, headers: Headers, body: bytes | None = None
) -> Answer:
    """One request of a connection that stays."""
    connection.request(method, path, body, dict(headers))
    answer = connection.getresponse()
    return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())


def connection_to(server: Server, wanted: Container[int]) -> tuple[int, HTTPConnection]:
    """A connection that one of these processes took, and which: the kernel chooses, so others are let go."""
    for _ in range(TRIES):
        connection = HTTPConnection("127.0.0.1", server.port, timeout=30)
        exchange(connection, "GET", "/health", {})
        here = connection.sock.getsockname()[1]
        for pid in web_processes(server):
            if pid in wanted and here in ports_of(pid):
                return pid, connection
        connection.close()
    raise AssertionError("a process takes no connection")


def web_processes(server: Server) -> list[int]:
    """The processes that the server started."""
    assert server.process
    return [one.pid for one in psutil.Process(server.process.pid).children(recursive=True)]


def ports_of(pid: int) -> set[int]:
    """The ports at the other ends of a process's connections."""
    return {one.raddr.port for one in psutil.Process(pid).net_connections("tcp") if one.raddr}


@contextmanager
def processes_of(server: Server) -> Iterator[list[Process]]:
    """Every process that serves; there are two."""
    found: list[Process] = []
    try:
        while len(found) < WORKERS:
            others = {*web_processes(server)} - {one.pid for one in found}
            found.append(Process(server, *connection_to(server, others)))
        yield found
    finally:
        for one in found:
            one.connection.close()


def anew(app: Flask, path: str, headers: Headers) -> Page:
    """A page that nobody kept."""
    answer = Browser(app, use_cookies=False).get(path, headers=dict(headers))
    return Answer(
        answer.status_code, {name.lower(): value for name, value in answer.headers}, answer.data
    ).page


def session_of(app: Flask, user: User) -> str:
    """The cookie of somebody who signed in, of every process: they share the key."""
    signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    said = {"_user_id": user.session_token, "_fresh": True, "csrf_token": user.username}
    return f"session={signer.dumps(said)}"


def form_of(app: Flask, user: User, cookie: str, **fields: object) -> tuple[Headers, bytes]:
    """A form as the person's browser sends it."""
    token = URLSafeTimedSerializer(app.secret_key or "", salt="wtf-csrf-token").dumps(user.username)
    own = {"csrf_token": token, "submission": uuid.uuid4().hex, "action": "publish"}
    return {"Cookie": cookie, **FORM}, urlencode({**own, **fields}).encode()
