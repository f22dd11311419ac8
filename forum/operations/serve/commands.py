"""How the web server and the worker are started."""

import socket
import sys

THREADS = 192  # of each web process, nearly all of which wait: forum/lib/admission says for what
IDLE = 10  # seconds that a head may take, and the time between two requests of a connection
CONNECTIONS = 500  # of each web process; the next ones wait in the kernel


class CannotListen(OSError):
    """Nobody can be served at this address and port."""


def check_free(host: str, port: int) -> None:
    """Raise CannotListen unless the port is free: the web server would share it with whoever has it."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host, port), family=family).close()
    except OSError as failure:
        why = str(failure.strerror).partition(" (")[0]
        raise CannotListen(f"{host}:{port} cannot be listened on: {why}") from None


def web_command(host: str, port: int, workers: int) -> list[str]:
    """The command line of the web server."""
    options = {
        "--interface": "wsgi",
        "--http": "1",
        "--host": host,
        "--port": str(port),
        "--workers": str(workers),
        "--blocking-threads": str(THREADS),
        "--backpressure": str(CONNECTIONS),
        "--http1-header-read-timeout": str(IDLE * 1000),
        "--workers-kill-timeout": "8",
        "--log-level": "error",  # it warns of many threads
    }
    flat = [part for pair in options.items() for part in pair]
    return [sys.executable, "-m", "granian", *flat, "--no-ws", "--respawn-failed-workers", "forum.web:app"]


def supervisor_command(host: str, port: int, workers: int) -> list[str]:
    """The command line of the supervisor of both."""
    return [sys.executable, "-m", "forum.operations.serve", host, str(port), str(workers)]


def worker_command() -> list[str]:
    """The command line of the background worker."""
    return [sys.executable, "-m", "forum", "worker"]
