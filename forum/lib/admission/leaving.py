"""A web process that is about to be replaced: it serves on, and keeps no connection."""

import signal
from collections.abc import Iterable
from typing import Any

from flask import Flask

from forum.lib.readiness import LEAVE
from forum.lib.wsgi import Environ, Start, Wsgi


class Leaving:
    """A WSGI application that has each connection closed after its answer.

    A request that is sent while its connection is being closed is lost: nobody knows whether it was heard.
    """

    def __init__(self, wsgi: Wsgi) -> None:
        self.wsgi = wsgi

    def __call__(self, environ: Environ, start: Start) -> Iterable[bytes]:
        def closing(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            return start(status, [*headers, ("Connection", "close")], *more)

        return self.wsgi(environ, closing)


def leave_on_signal(app: Flask) -> None:
    """Have the application keep no connection once the signal came."""

    def leave(*_: object) -> None:
        if not isinstance(app.wsgi_app, Leaving):
            app.wsgi_app = Leaving(app.wsgi_app)  # type: ignore[method-assign,assignment]

    signal.signal(LEAVE, leave)
