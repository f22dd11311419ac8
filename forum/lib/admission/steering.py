"""Who comes while web processes are replaced goes to a new one: nobody is left waiting where it closes.

The processes listen each for itself at one port (SO_REUSEPORT), and Linux shares out who comes. It numbers
them in the order in which they began to listen, and asks a program of ours which is next; if there is none of
that number it chooses for itself. Ours always says the number of those that usually are: that is the first
process of the next generation, as soon as it listens. When one stops, the last takes its number, so while any
old one listens the number is a new one's (socket(7): SO_ATTACH_REUSEPORT_CBPF; bpf(2): BPF_RET).
"""

import ctypes
import os
import socket
import struct
import threading
import time
from contextlib import suppress

from forum.lib.admission.connections import is_listening, own_sockets
from forum.lib.readiness import WORKERS

ATTACH = 51  # SO_ATTACH_REUSEPORT_CBPF
RETURN = 0x06  # BPF_RET | BPF_K
SOON, PATIENCE = 0.01, 60.0  # seconds between two looks, and in all


def steer(listening: socket.socket, number: int) -> None:
    """Have who comes to this port go to the socket with this number, counted from 0, if there is one."""
    program = ctypes.create_string_buffer(struct.pack("HBBI", RETURN, 0, 0, number))
    listening.setsockopt(socket.SOL_SOCKET, ATTACH, struct.pack("@HP", 1, ctypes.addressof(program)))


def steer_own(number: int) -> bool:
    """Steer at the port that this process listens at; gives whether it does yet."""
    with own_sockets() as found:
        own = [one for one in found if is_listening(one)]
        for one in own:
            steer(one, number)
    return bool(own)


def steer_soon(number: int) -> None:
    """Steer as soon as this process listens; where the system cannot, the processes share who comes."""
    until = time.monotonic() + PATIENCE
    with suppress(OSError):
        while not steer_own(number) and time.monotonic() < until:
            time.sleep(SOON)


def take_who_comes() -> None:
    """Have this process, or one that starts with it, take who comes from those that listened before."""
    with suppress(KeyError, ValueError):
        number = int(os.environ[WORKERS])
        threading.Thread(target=steer_soon, args=(number,), name="steering", daemon=True).start()
