"""Everything that several machines are, on ports of this one: two hosts of the forum behind nginx, a database
and its replica, Redis, and a store of files."""

import json
import shutil
import subprocess
from collections import Counter
from contextlib import ExitStack
from itertools import cycle
from pathlib import Path

from forum.commands import create_whole_app
from forum.debates.views.addresses import thread_url
from forum.extensions import db
from tests.conftest import let_go
from tests.databases import settings_for
from tests.factories import PASSWORD, make_thread, make_user
from tests.proxies import nginx as command_of
from tests.proxies import write_settings
from tests.redis_server import RedisServer
from tests.replicas import Pair
from tests.s3_server import S3Server
from tests.servers import Server, until
from tests.visitors import NAME, Stream, Visitor

PEOPLE = 60
SECRET = "una clave de cuarenta letras para las dos"


class Machines:
    """The whole installation, with a thread, `people` who are signed in, and «lectora», who is not yet.

    What `start` starts, the end of `with self.running` stops.
    """

    def __init__(self, folder: Path) -> None:
        self.folder, self.running = folder, ExitStack()

    def start(self) -> None:
        """Start everything."""
        self.pair = Pair()
        self.running.callback(self.pair.stop)
        self.redis, self.s3 = RedisServer(self.made("redis")), S3Server(self.made("s3"))
        for server in (self.redis, self.s3):
            self.running.callback(server.stop)
            server.start()
        self.name = self.pair.fresh()
        self.settings = {
            **self.pair.urls(self.name),
            "FORUM_REDIS_URL": self.redis.url,
            "FORUM_FILES_URL": self.s3.make_bucket("cubo"),
            "FORUM_SECRET_KEY": SECRET,
            "FORUM_BASE_URL": f"https://{NAME}",
            "FORUM_TRUSTED_PROXIES": "1",
            "FORUM_RATE_LIMITS": "on",
        }
        self.hosts = [Server(self.made(name), self.settings) for name in ("uno", "dos")]
        self.settle()
        ports = write_settings(self.made("nginx"), [host.port for host in self.hosts])
        self.proxy = f"https://127.0.0.1:{ports[1]}"
        nginx = subprocess.Popen(command_of(self.folder / "nginx"), stderr=subprocess.DEVNULL)
        self.running.callback(lambda: (nginx.terminate(), nginx.wait(20)))
        for host in self.hosts:
            self.running.callback(host.crash)
        self.serve()

    def made(self, name: str) -> Path:
        """A folder for a part of it."""
        folder = self.folder / name
        folder.mkdir(parents=True)
        return folder

    def settle(self) -> None:
        """Have people and a thread there, and one audit key on both hosts."""
        first, second = (host.folder for host in self.hosts)
        own = {name: value for name, value in self.settings.items() if "PROX" not in name}
        app = create_whole_app(settings_for(first, **own), testing=True)
        signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
        with app.test_request_context():
            self.page = thread_url(make_thread("Permuta de Lugo a Vigo"))
            make_user("lectora", password=PASSWORD)
            tokens = [make_user(f"empleada{number}").session_token for number in range(PEOPLE)]
            db.session.remove()
        signed = [signer.dumps({"_user_id": token, "_fresh": True}) for token in tokens]
        self.people = [Visitor({"session": text}) for text in signed]
        self.turns = cycle(self.people)  # so many that nobody replies ten times a minute, which is a limit
        let_go(app)
        shutil.copy(first / "audit.key", second / "audit.key")

    def serve(self) -> None:
        """Have both hosts serve, behind nginx."""
        for host in self.hosts:
            if host.process is None:
                host.serve()
        for host in self.hosts:
            host.wait_until_healthy()
        until(lambda: Visitor().ask(f"{self.proxy}/health").status == 200, "nginx passes on")

    def heal(self) -> None:
        """Have every part run again, and no host see anything amiss."""
        self.pair.whole()
        if self.redis.process is None:
            self.redis.start()
        self.serve()
        until(lambda: all(self.warnings(host) == [] for host in self.hosts), "no host warns of anything")

    def warnings(self, host: Server) -> list[str]:
        """What a host says of the parts that it needs."""
        answer = Visitor().ask(f"{host.url}/health")
        return json.loads(answer.body).get("warnings", []) if answer.status == 200 else ["host"]

    def stream(self) -> Stream:
        """Members who will write to the thread."""
        return Stream(self.proxy, [host.url for host in self.hosts], self.page, self.turns)

    def published(self) -> Counter[str]:
        """How often each text stands in the thread, as the database that serves has it."""
        database = self.pair.replica if "FORUM_REPLICA_URL" not in self.settings else self.pair.database
        bodies = "SELECT coalesce(json_agg(body), '[]') FROM posts WHERE number > 1"
        return Counter(database.say(bodies, self.name))  # type: ignore[arg-type]

    def looked_up(self) -> int:
        """How often posts were looked up in the replica."""
        said = "SELECT sum(idx_scan + seq_scan)::int FROM pg_stat_user_tables WHERE relname = 'posts'"
        return int(self.pair.replica.say(said, self.name))  # type: ignore[call-overload]
