"""The production server and the background worker, under one supervisor."""

from forum.operations.serve.commands import (
    CannotListen,
    check_free,
    supervisor_command,
    web_command,
    worker_command,
)
from forum.operations.serve.processes import children
from forum.operations.serve.supervisor import Supervisor

__all__ = [
    "CannotListen",
    "Supervisor",
    "check_free",
    "children",
    "supervisor_command",
    "web_command",
    "worker_command",
]
