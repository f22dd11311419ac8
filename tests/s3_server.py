"""A private S3-compatible store: a process of its own that keeps all in memory."""

import subprocess
import sys
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

from forum.lib.files.s3 import connect
from tests.servers import free_port, until


@dataclass
class S3Server:
    """A store that can go away and come back, empty, at the same address."""

    folder: Path
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    def url(self, bucket: str, who: str = "llave:secreto") -> str:
        """What FORUM_FILES_URL is for a bucket."""
        return f"s3://{who}@{bucket}?endpoint=http://127.0.0.1:{self.port}&region=eu-south-2"

    def start(self) -> None:
        """Start; returns once it answers."""
        program = Path(sys.executable).with_name("moto_server")
        with (self.folder / "s3.log").open("ab") as log:
            self.process = subprocess.Popen(
                [program, "-H", "127.0.0.1", "-p", str(self.port)], stdout=log, stderr=log
            )
        until(self.answers, "the store answers")

    @property
    def own(self) -> str:
        """Where it takes requests that are not S3's."""
        return f"http://127.0.0.1:{self.port}/moto-api"

    def answers(self) -> bool:
        try:
            urllib.request.urlopen(f"{self.own}/data.json", timeout=5).close()
        except OSError:
            return False
        return True

    def make_bucket(self, name: str, *, versions: bool = True) -> str:
        """A new bucket, which keeps versions unless told otherwise; gives what FORUM_FILES_URL is for it."""
        client = connect(self.url(name))
        client.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": "eu-south-2"})
        if versions:
            client.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
        return self.url(name)

    def refuse_unknown_keys(self) -> None:
        """Take no request any more with a key that nobody has."""
        request = urllib.request.Request(f"{self.own}/reset-auth", b"0", {"Content-Type": "text/plain"})
        urllib.request.urlopen(request, timeout=5).close()

    def stop(self) -> None:
        """Go away at once, as in a power cut."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None
