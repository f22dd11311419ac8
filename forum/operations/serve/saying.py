"""Lines of the log from a process that has nothing of the application: as forum/lib/logs.py writes them."""

import json
import sys
from datetime import UTC, datetime


def say(event: str, level: str, **what: object) -> None:
    """Write one line."""
    line = {**what, "event": event, "level": level, "timestamp": datetime.now(UTC).isoformat()}
    sys.stderr.write(f"{json.dumps(line)}\n")
