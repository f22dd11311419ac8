"""Who comes while web processes are replaced goes to a new one: nobody is left waiting where it closes.

The processes listen each for itself at one port (SO_REUSEPORT), and Linux shares out who comes. It numbers
them from 0 in the order in which they began to listen, and asks a program of ours for the number of the next;
where nobody has that number it chooses for itself. Ours says those after as many as there usually are: the
next generation, as soon as it listens. Before the old ones stop it says the first of those alone: whoever
stops gives its number to the last, and so that one is a new one's as long as any old one listens.
(socket(7): SO_ATTACH_REUSEPORT_CBPF; the kernel's networking/filter: instructions.)
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
RANDOM, MODULO, ADD, GIVE, GIVE_NUMBER = 0x20, 0x94, 0x04, 0x16, 0x06  # BPF_LD, BPF_ALU and BPF_RET
ANY = 0xFFFFF000 + 56  # where BPF_LD finds a random number
SOON, PATIENCE = 0.01, 60.0  # seconds between two looks, and in all
SHARED = 10.0  # seconds in which the new ones share who comes; the old ones stop two seconds later
Program = list[tuple[int, int]]  # instructions, each with its number


def any_from(number: int) -> Program:
    """One of as many as those before `number`, from there on."""
    return [(RANDOM, ANY), (MODULO, number), (ADD, number), (GIVE, 0)]


def only(number: int) -> Program:
    """That one."""
    return [(GIVE_NUMBER, number)]


def steer(listening: socket.socket, program: Program) -> None:
    """Have who comes to the port of this socket go where the program says."""
    code = b"".join(struct.pack("HBBI", instruction, 0, 0, number) for instruction, number in program)
    kept = ctypes.create_string_buffer(code)
    listening.setsockopt(socket.SOL_SOCKET, ATTACH, struct.pack("@HP", len(program), ctypes.addressof(kept)))


def steer_own(program: Program) -> bool:
    """Steer at the port that this process listens at; gives whether it does yet."""
    with own_sockets() as found:
        own = [one for one in found if is_listening(one)]
        for one in own:
            steer(one, program)
    return bool(own)


def steer_soon(number: int) -> None:
    """Steer as soon as this process listens; where the system cannot, the processes share who comes."""
    until = time.monotonic() + PATIENCE
    with suppress(OSError):
        while not steer_own(any_from(number)) and time.monotonic() < until:
            time.sleep(SOON)
        time.sleep(SHARED)
        steer_own(only(number))


def take_who_comes() -> None:
    """Have this process, or one that starts with it, take who comes from those that listened before."""
    with suppress(KeyError, ValueError):
        number = int(os.environ[WORKERS])
        threading.Thread(target=steer_soon, args=(number,), name="steering", daemon=True).start()
