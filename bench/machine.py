"""Where and of what a measurement was made."""

import os
import platform
import shutil
import sqlite3
import subprocess
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from config import ROOT

LIBRARIES = ("flask", "granian", "jinja2", "sqlalchemy", "werkzeug", "whoosh-reloaded")


def said(*command: str) -> str:
    """What a program says, on either output, in one line; nothing where it is not installed."""
    if shutil.which(command[0]) is None:
        return ""
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    lines = (done.stdout + done.stderr).strip().splitlines()
    return lines[0] if lines else ""


def cpu() -> str:
    """The processor's name."""
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    return next((line.partition(": ")[2] for line in lines if line.startswith("model name")), "")


def machine() -> dict[str, object]:
    """The machine, how loaded it was, the versions and the commit."""
    return {
        "when": datetime.now(UTC).isoformat(timespec="seconds"),
        "commit": said("git", "rev-parse", "--short", "HEAD"),
        "processor": cpu(),
        "cores": os.cpu_count(),
        "load before": [round(one, 2) for one in os.getloadavg()],
        "system": platform.platform(),
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "nginx": said("nginx", "-v"),
        "wrk": said("wrk", "-v"),
        **{name: version(name) for name in LIBRARIES},
    }
