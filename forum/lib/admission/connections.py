"""Connections over which nothing goes out any more are cut off: the web server waits for bodies for good.

A request whose body never ends, or an answer that its reader does not take, would hold a thread. Where
nothing was sent for long it is one of these: the server itself closes connections that are idle.
"""

import os
import socket
import struct
import threading
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress

from forum.lib.logs import log

EVERY = 5.0  # seconds between two looks
SLOW, LONGEST = 20.0, 120.0  # seconds of silence
MANY = 16  # connections that may be silent for longer than SLOW, though not for longer than LONGEST
SENT = 8 + 9 * 4  # where Linux's tcp_info has the milliseconds since something was last sent
INTERNET = (socket.AF_INET, socket.AF_INET6)


@contextmanager
def own_sockets() -> Iterator[list[socket.socket]]:
    """The TCP sockets of this process, whoever opened them, to look at while the block runs.

    They are neither copied nor closed. A number that is a socket's now may be that of SQLite's file a moment
    later, and whoever closes a copy of that takes the locks of the whole process away (fcntl(2)).
    """
    found: list[socket.socket] = []
    try:
        for number in os.listdir("/proc/self/fd"):
            with suppress(OSError):
                found.append(socket.socket(fileno=int(number)))
        yield [one for one in found if one.family in INTERNET and one.type == socket.SOCK_STREAM]
    finally:
        for one in found:
            one.detach()


def is_listening(one: socket.socket) -> bool:
    """Whether others connect to it."""
    with suppress(OSError):
        return bool(one.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN))
    return False


def silence(one: socket.socket, ports: Collection[int]) -> float:
    """Seconds since something was last sent over a connection to one of these ports, or since it was made;
    less than none if it is no such connection, or no longer.
    """
    with suppress(OSError):
        if one.getsockname()[1] in ports and one.getpeername():
            told = one.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, SENT + 4)
            return float(struct.unpack_from("I", told, SENT)[0]) / 1000
    return -1.0


def cut_silent(slow: float = SLOW, longest: float = LONGEST, many: int = MANY) -> int:
    """Cut off who asked this process for something and took or sent nothing for too long; gives how many.

    Silent for `slow` seconds may be so `many`: of more, those that are it for longest are cut off.
    """
    with own_sockets() as found:
        ports = {one.getsockname()[1] for one in found if is_listening(one)}
        silent = sorted(((silence(one, ports), one) for one in found), key=lambda pair: pair[0])
        silent = [pair for pair in silent if pair[0] >= slow]
        cut = [one for at, (seconds, one) in enumerate(silent) if at >= many or seconds >= longest]
        for one in cut:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
    return len(cut)


def keep_cutting() -> None:
    """Cut off who is silent for too long, for ever."""
    while True:
        time.sleep(EVERY)
        number = cut_silent()
        if number:
            log.warning("connections cut off", number=number)


def watch_connections() -> None:
    """Have this process cut off who is silent for too long. Only Linux tells."""
    if hasattr(socket, "TCP_INFO") and os.path.isdir("/proc/self/fd"):
        threading.Thread(target=keep_cutting, name="connections", daemon=True).start()
