"""Members who reply by HTTP while something else is measured."""

import re
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from functools import partial
from http.client import HTTPConnection
from urllib.parse import urlencode

from bench.replies import hidden, text_of

A_SECOND = 10  # replies
SENDERS = 6
PATIENCE = 60.0  # seconds

Form = dict[str, str]
Ready = tuple[str, Form]


class Writers:
    """Members, by their session cookies, who reply to one thread in turns."""

    def __init__(self, port: int, cookies: Sequence[str], page: str, replies: str) -> None:
        self.port, self.cookies, self.page, self.replies = port, cookies, page, replies

    def form(self, number: int, begin: str = "") -> Ready:
        """The form of a reply, filled in before the clock runs, and the session that sends it."""
        cookie = self.cookies[number % len(self.cookies)]
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)) as there:
            there.request("GET", self.page, headers={"Cookie": cookie})
            answer = there.getresponse()
            page = answer.read().decode()
        session = re.search(r"session=[^;]+", answer.headers.get("Set-Cookie", ""))
        if answer.status != 200:
            raise RuntimeError(f"the page with the form answers {answer.status}")
        form = {name: hidden(page, name) for name in ("csrf_token", "submission")}
        form["body"] = f"{begin} {text_of(number)}".strip()
        return session[0] if session else cookie, form

    def send(self, ready: Ready) -> None:
        """Post a reply. Raises RuntimeError where it was not published."""
        cookie, form = ready
        send(self.port, self.replies, cookie, form)

    @contextmanager
    def writing(self, seconds: float) -> Iterator[None]:
        """Ten replies a second for as long as this, while the block runs."""
        ready = [self.form(number) for number in range(round(seconds * A_SECOND))]
        with ThreadPoolExecutor(1) as beside:
            sent = beside.submit(at_a_pace, [partial(self.send, one) for one in ready])
            yield
            sent.result()


def send(port: int, path: str, cookie: str, form: Form) -> None:
    """Post a form. Raises RuntimeError where it does not do what it is for."""
    kind = "application/x-www-form-urlencoded"
    with closing(HTTPConnection("127.0.0.1", port, timeout=PATIENCE)) as there:
        there.request("POST", path, urlencode(form), {"Cookie": cookie, "Content-Type": kind})
        answer = there.getresponse()
        answer.read()
    if answer.status != 303:
        raise RuntimeError(f"{path} answers {answer.status}")


def at_a_pace(acts: Sequence[Callable[[], object]]) -> None:
    """Begin ten of these a second, whether those before have ended or not. Raises what one of them raised."""
    began = time.perf_counter()
    with ThreadPoolExecutor(SENDERS) as senders:
        done = []
        for number, act in enumerate(acts):
            time.sleep(max(0.0, began + number / A_SECOND - time.perf_counter()))
            done.append(senders.submit(act))
        for one in done:
            one.result()
