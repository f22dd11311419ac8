"""How soon a reply is found: replies are sent by HTTP, ten a second, and looked for until they are there."""

import json
import re
import time
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from threading import Thread
from urllib.parse import urlencode

from bench.figures import Figure, percentile
from bench.plan import Plan
from bench.replies import hidden, text_of
from bench.search.places import Place
from bench.servers import forum
from forum.search.queries.results import PAGE

A_SECOND = 10  # replies
SENDERS = 6
GOAL = 2_000.0  # milliseconds
PATIENCE = 60.0  # seconds
LETTERS = "bcdfglmn"
MARK = "zqmarca"  # a word of every reply, beside its own
PAUSE = 0.05

Form = dict[str, str]


def following(there: Place, plan: Plan) -> list[Figure]:
    """Milliseconds from the answer to a reply until a search finds it, for 50, 95 and 99 of 100."""
    about = json.loads(there.command("bench.people"))
    with forum(there.folder, FORUM_RATE_LIMITS="off", **there.settings) as server:
        run = Run(server.port, about["cookies"], about["last"], about["replies"])
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

    def __init__(self, port: int, cookies: list[str], page: str, replies: str) -> None:
        self.port, self.cookies, self.page, self.replies = port, cookies, page, replies
        self.waiting: deque[tuple[str, float]] = deque()
        self.taken: list[float] = []

    def measured(self, many: int) -> list[float]:
        """Send so many replies, and give how long each took to be found, in milliseconds."""
        forms = [self.form(number) for number in range(many)]
        reader = Thread(target=self.look, args=(many,))
        reader.start()
        began = time.perf_counter()
        with ThreadPoolExecutor(SENDERS) as senders:
            for number, (cookie, form) in enumerate(forms):
                time.sleep(max(0.0, began + number / A_SECOND - time.perf_counter()))
                senders.submit(self.send, number, cookie, form)
        reader.join(PATIENCE)
        if len(self.taken) < many:
            raise RuntimeError(f"{many - len(self.taken)} of {many} replies were not found")
        return self.taken

    def form(self, number: int) -> tuple[str, Form]:
        """The form of a reply, filled in before the clock runs, and the session that sends it."""
        cookie = self.cookies[number % len(self.cookies)]
        there = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        there.request("GET", self.page, headers={"Cookie": cookie})
        answer = there.getresponse()
        page = answer.read().decode()
        session = re.search(r"session=[^;]+", answer.headers.get("Set-Cookie", ""))
        form = {name: hidden(page, name) for name in ("csrf_token", "submission")}
        form["body"] = f"{MARK} {word(number)}. {text_of(number)}"
        there.close()
        return session[0] if session else cookie, form

    def send(self, number: int, cookie: str, form: Form) -> None:
        """Post a reply; from when it is acknowledged somebody looks for it."""
        there = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        kind = "application/x-www-form-urlencoded"
        there.request("POST", self.replies, urlencode(form), {"Cookie": cookie, "Content-Type": kind})
        answer = there.getresponse()
        answer.read()
        there.close()
        if answer.status != 303:
            raise RuntimeError(f"a reply answers {answer.status}")
        self.waiting.append((word(number), time.perf_counter()))

    def look(self, many: int) -> None:
        """Look at the newest of them, on as many pages as there may be, until all were found."""
        reader = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
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
