"""Structured logs: one JSON line an event, with the request's id; no secret and no e-mail address."""

import json
import logging
import re
import sys
import time
from datetime import UTC, datetime
from functools import cache
from random import Random

import structlog
from flask import Flask, Response, g, request
from structlog.typing import EventDict

from forum.lib.lines import lines

ADDRESS = re.compile(r"[^\s<>\"'=]+@[^\s<>\"',;]+")
SECRET = re.compile(r"(?i)(://[^/@\s:]*):[^/@\s]+@|((?:token|password|secret|key)=)[^\s&]+")
_names = Random()  # of requests: not secrets
log = structlog.get_logger()


def scrub(logger: object, method: str, event: EventDict) -> EventDict:
    """Take e-mail addresses and secrets out of everything that is logged."""
    return {name: scrubbed(value) if isinstance(value, str) else value for name, value in event.items()}


def scrubbed(text: str) -> str:
    """`text` with what looks like a secret or an e-mail address masked."""
    return ADDRESS.sub("…@…", SECRET.sub(lambda found: f"{found[1] or found[2]}…", text))


SHARED: list[structlog.typing.Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.format_exc_info,
    scrub,
]


def set_up_logs(level: int = logging.INFO) -> None:
    """Send our logs and the libraries' to standard error, as JSON lines."""
    structlog.configure(
        processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=SHARED,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    logging.basicConfig(handlers=[handler], level=level, force=True)
    logging.getLogger("huey").setLevel(logging.WARNING)
    logging.getLogger("flask-limiter").setLevel(logging.WARNING)  # it tells network addresses


def begin_request() -> None:
    """Give the request an id, that every line logged during it carries."""
    g.began = time.perf_counter()
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request=request_id())


def request_id() -> str:
    """A name for a request, which its lines carry and whoever asked is told."""
    return f"{_names.getrandbits(48):012x}"  # the system's own would let go of the interpreter


def log_request(response: Response) -> Response:
    """One line a request: the route and not the address, so that no name or query is kept."""
    took = round((time.perf_counter() - g.began) * 1000, 1) if "began" in g else None
    route = request.url_rule.rule if request.url_rule else None
    if request.endpoint != "static_file":
        log.info("request", method=request.method, route=route, status=response.status_code, ms=took)
    response.headers["X-Request-ID"] = structlog.contextvars.get_contextvars().get("request", "")
    return response


@cache
def quoted(route: str) -> str:
    """A route of the application as JSON."""
    return json.dumps(route)


def log_kept(method: str, route: str, status: int, began: float, said: str) -> None:
    """The same line for a page that was kept, made by hand: it costs more otherwise than the answer."""
    if not (structlog.is_configured() and logging.root.isEnabledFor(logging.INFO)):
        return
    took, at = round((time.perf_counter() - began) * 1000, 1), datetime.now(UTC).isoformat()
    what = f'"method": "{method}", "route": {quoted(route)}, "status": {status}, "ms": {took}, "kept": true'
    lines.add(f'{{{what}, "event": "request", "request": "{said}", "level": "info", "timestamp": "{at}"}}\n')


def log_failure(failure: object) -> None:
    """One line a failure, with the route: the address itself may hold the secret of a link in a mail."""
    route = request.url_rule.rule if request.url_rule else None
    log.error("failure", method=request.method, route=route, exc_info=failure)


def init_logs(app: Flask) -> None:
    """Log each request of the application, and what fails."""
    if not app.testing:
        set_up_logs()
    app.log_exception = log_failure  # type: ignore[assignment, method-assign]
    app.before_request(begin_request)
    app.after_request(log_request)
