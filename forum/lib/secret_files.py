"""Secrets that are made once and kept in a file that only the server's user reads."""

import os
import secrets
import tempfile
from pathlib import Path


def secret_file(path: Path) -> str:
    """The secret in `path`: 64 hex digits, made the first time. Processes that race agree on one."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent)  # mode 600
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_hex(32))
        try:
            os.link(name, path)  # fails, rather than replacing, when another process was first
        except FileExistsError:
            pass
        finally:
            os.unlink(name)
    return path.read_text()
