"""Whether anybody committed to a SQLite file: the header of the index of its log, read where it lies.

The index is a file beside the database that all who use it map into their memory; each commit writes its
header anew before it is acknowledged (https://www.sqlite.org/walformat.html, 2.1). To read it takes no call
of the system. `PRAGMA data_version` tells the same, and lets go of the interpreter, for which other threads
wait: a sixth of what a kept page costs (docs/performance.md).
"""

import ctypes
import mmap
import os
import struct

VERSION = 3_007_000  # of the index's format: who keeps another one is not understood
HEADER = 48  # bytes: the format, how many commits there were, where the log ends, checksums


class LogIndex:
    """The header of the index, for as long as the process lives."""

    def __init__(self, path: str) -> None:
        """Map the index of the database at a path. A connection of this process is to have read from it.

        OSError if there is none, ValueError if it is not understood. It is never let go: who closes a file
        gives up all locks that the process has on it, SQLite's too (fcntl(2), «Advisory record locking»).
        Where the database is a link it lies beside what that leads to, as SQLite has it.
        """
        name = f"{os.path.realpath(path)}-shm"
        if os.stat(name).st_size < HEADER:
            raise ValueError(f"{name} has no header")
        self.memory = mmap.mmap(os.open(name, os.O_RDONLY | os.O_CLOEXEC), HEADER, access=mmap.ACCESS_READ)
        ctypes.pythonapi.Py_IncRef(ctypes.py_object(self.memory))
        if struct.unpack("=I", self.memory[:4])[0] != VERSION:
            raise ValueError(f"{name} is of another format")

    def header(self) -> bytes:
        """What is another after each commit of anybody."""
        return self.memory[:HEADER]
