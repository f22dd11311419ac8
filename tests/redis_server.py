"""A private Redis: Debian's program, on a port of its own, that keeps nothing."""

import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

import redis

from tests.servers import free_port, until


@dataclass
class RedisServer:
    """A Redis that can go away and come back, empty, at the same address."""

    folder: Path
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Start; returns once it answers."""
        program = shutil.which("redis-server")
        assert program, "redis-server is missing: apt-get install redis-server"
        options = (
            f"--port {self.port} --bind 127.0.0.1 --dir {self.folder} --appendonly no --logfile redis.log"
        )
        self.process = subprocess.Popen([program, *options.split(), "--save", ""])
        until(self.answers, "Redis answers")

    def answers(self) -> bool:
        try:
            return self.ask("ping") is not None
        except redis.ConnectionError:
            return False

    def ask(self, *words: str) -> object:
        """What it answers to a command."""
        with redis.Redis(port=self.port) as client:
            return client.execute_command(*words)

    def stop(self) -> None:
        """Go away at once, as in a power cut."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None
