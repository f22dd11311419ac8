"""The supervisor alone, which `python -m forum serve` becomes: the command line takes much more memory."""

import os
import sys

from forum.lib.readiness import WORKERS
from forum.operations.serve import Supervisor, web_command, worker_command


def main(host: str, port: str, workers: str) -> int:
    """Serve until it is told to stop; 0 then."""
    os.environ[WORKERS] = workers
    commands = {"web": web_command(host, int(port), int(workers)), "worker": worker_command()}
    return Supervisor(commands).run()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
