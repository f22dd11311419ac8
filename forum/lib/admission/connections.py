"""Connections over which nothing goes out any more are cut off: the web server waits for bodies for good.

A request whose body never ends, or an answer that its reader does not take, would hold a thread. Where
nothing was sent for long it is one of these: the server itself closes connections that are idle.
"""

import os
import socket
import stat
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress

from forum.lib.logs import log

EVERY = 5.0  # seconds between two looks
SLOW, LONGEST = 20.0, 120.0  # seconds of silence
MANY = 16  # connections that may be silent for longer than SLOW, though not for longer than LONGEST
SENT = 8 + 9 * 4  # where Linux's tcp_info has the milliseconds since something was last sent
INTERNET = (socket.AF_INET, socket.AF_INET6)


def sockets() -> Iterator[socket.socket]:
    """Each TCP socket of this process, whoever opened it: as a copy, which stays the same socket."""
    for name in os.listdir("/proc/self/fd"):
        with suppress(OSError):
            copy = os.dup(int(name))
            if not stat.S_ISSOCK(os.fstat(copy).st_mode):
                os.close(copy)
                continue
            found = socket.socket(fileno=copy)
            if found.family in INTERNET and found.type == socket.SOCK_STREAM:
                yield found
            else:
                found.close()


def silence(connection: socket.socket) -> float:
    """Seconds since something was last sent over a connection, or since it was made."""
    told = connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, SENT + 4)
    return float(struct.unpack_from("I", told, SENT)[0]) / 1000


def cut_silent(slow: float = SLOW, longest: float = LONGEST, many: int = MANY) -> int:
    """Cut off who asked this process for something and took or sent nothing for too long; gives how many.

    Silent for `slow` seconds may be so `many`: of more, those that are it for longest are cut off.
    """
    with ExitStack() as opened:
        found = [opened.enter_context(one) for one in sockets()]
        listening = {
            one.getsockname()[1] for one in found if one.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN)
        }
        asked = [one for one in found if one.getsockname()[1] in listening and is_connected(one)]
        silent = sorted(((silence(one), one) for one in asked), key=lambda pair: pair[0])
        silent = [pair for pair in silent if pair[0] >= slow]
        cut = [one for at, (seconds, one) in enumerate(silent) if at >= many or seconds >= longest]
        for one in cut:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
    return len(cut)


def is_connected(one: socket.socket) -> bool:
    """Whether there is somebody at the other end."""
    with suppress(OSError):
        return bool(one.getpeername())
    return False


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
