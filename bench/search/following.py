"""How soon a reply is found: replies are sent by HTTP, ten a second, and looked for until they are there."""

import json
import time
from collections import deque
from functools import partial
from http.client import HTTPConnection
from threading import Thread

from bench.figures import Figure, percentile
from bench.plan import Plan
from bench.search.places import Place
from bench.servers import forum
from bench.writers import A_SECOND, PATIENCE, Ready, Writers, at_a_pace
from forum.search.queries.results import PAGE

GOAL = 2_000.0  # milliseconds
LETTERS = "bcdfglmn"
MARK = "zqmarca"  # a word of every reply, beside its own
PAUSE = 0.05


def following(there: Place, plan: Plan) -> list[Figure]:
    """Milliseconds from the answer to a reply until a search finds it, for 50, 95 and 99 of 100."""
    about = json.loads(there.command("bench.people"))
    with forum(there.folder, FORUM_RATE_LIMITS="off", **there.settings) as server:
        run = Run(Writers(server.port, about["cookies"], about["last"], about["replies"]))
        taken = run.measured(round(plan.seconds * A_SECOND * 4))
    p50, p95, p99 = (percentile(taken, share) for share in (0.5, 0.95, 0.99))
    name = f"{there.engine}: from published to found, {A_SECOND} a second, 95 of 100 (50–99)"
    return [Figure(name, p95, p50, p99, "ms", GOAL)]


def word(number: int) -> str:
    """A word that stands nowhere else."""
    digits = f"{number:03o}"
    return "zq" + "".join(LETTERS[int(digit)] + "o" for digit in digits) + "x"


class Run:
    """Members who reply to a thread, and a reader who looks for what they wrote."""

    def __init__(self, writers: Writers) -> None:
        self.writers = writers
        self.waiting: deque[tuple[str, float]] = deque()
        self.taken: list[float] = []

    def measured(self, many: int) -> list[float]:
        """Send so many replies, and give how long each took to be found, in milliseconds."""
        ready = [self.writers.form(number, f"{MARK} {word(number)}.") for number in range(many)]
        reader = Thread(target=self.look, args=(many,))
        reader.start()
        at_a_pace([partial(self.send, number, one) for number, one in enumerate(ready)])
        reader.join(PATIENCE)
        if len(self.taken) < many:
            raise RuntimeError(f"{many - len(self.taken)} of {many} replies were not found")
        return self.taken

    def send(self, number: int, ready: Ready) -> None:
        """Post a reply; from when it is acknowledged somebody looks for it."""
        self.writers.send(ready)
        self.waiting.append((word(number), time.perf_counter()))

    def look(self, many: int) -> None:
        """Look at the newest of them, on as many pages as there may be, until all were found."""
        reader = HTTPConnection("127.0.0.1", self.writers.port, timeout=PATIENCE)
        give_up = time.perf_counter() + many / A_SECOND + PATIENCE / 2
        while len(self.taken) < many and time.perf_counter() < give_up:
            for page in range(1, len(self.waiting) // PAGE + 2):
                reader.request("GET", f"/search?q={MARK}&order=newest&view=posts&page={page}")
                text = reader.getresponse().read().decode()
                now = time.perf_counter()
                for sought, since in list(self.waiting):
                    if sought in text:
                        self.taken.append((now - since) * 1000)
                        self.waiting.remove((sought, since))
            time.sleep(PAUSE)
