"""People on the network, each with the cookies of a browser, who ask a machine or the proxy before two."""

import re
import ssl
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from http.cookies import SimpleCookie
from itertools import count
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit

NAME = "foro.example"
FORM = "application/x-www-form-urlencoded"
AS_THE_PROXY = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "127.0.0.1", "X-Forwarded-Host": NAME}
PATIENCE = 30.0  # seconds
TRUSTING = ssl._create_unverified_context()


class Answer(NamedTuple):
    """What came back; a `status` of 0: nothing did."""

    status: int
    headers: Message
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode(errors="replace")


@dataclass
class Visitor:
    """A browser, as far as forms and pages go. Redirects are not followed."""

    cookies: dict[str, str] = field(default_factory=dict)

    def ask(self, address: str, data: dict[str, str] | bytes | None = None, kind: str = FORM) -> Answer:
        """The answer to a request, at http://… of a machine or at https://… of the proxy."""
        parts = urlsplit(address)
        headers = {"Host": NAME, "Referer": f"https://{NAME}/", "Connection": "close"}
        headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if parts.scheme == "http":
            headers |= AS_THE_PROXY
        body = urlencode(data).encode() if isinstance(data, dict) else data
        if body is not None:
            headers["Content-Type"] = kind
        try:
            return self.exchange(parts.scheme, parts.netloc, f"{parts.path}?{parts.query}", body, headers)
        except (OSError, HTTPException):
            return Answer(0, Message(), b"")

    def exchange(
        self, scheme: str, place: str, path: str, body: bytes | None, headers: dict[str, str]
    ) -> Answer:
        """One request on a connection of its own."""
        if scheme == "https":
            there: HTTPConnection = HTTPSConnection(place, timeout=PATIENCE, context=TRUSTING)
        else:
            there = HTTPConnection(place, timeout=PATIENCE)
        try:
            there.request("GET" if body is None else "POST", path, body, headers)
            answer = there.getresponse()
            for said in answer.headers.get_all("Set-Cookie") or ():
                self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(said).items()}
            return Answer(answer.status, answer.headers, answer.read())
        finally:
            there.close()


def hidden(page: str, action: str = "") -> dict[str, str]:
    """The hidden fields of the form that is sent to an address which ends so."""
    form = page[page.index(f'{action}"') if action else 0 :]
    form = form[: form.index("</form>")]
    tags = re.findall(r'<input[^>]*type="hidden"[^>]*>', form)
    pairs = ((re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)) for tag in tags)
    return {name[1]: value[1] if value else "" for name, value in pairs if name}


class Stream:
    """Members who reply, each text until it is taken, and look whether all see it; what they were told.

    `told`: where each text that was acknowledged is; `sent`: all that ever left; `refused`: how often each
    status came instead; `unseen`: what somebody did not see after its author had been told.
    """

    numbers = count(1)

    def __init__(self, proxy: str, machines: Sequence[str], page: str, people: Iterator[Visitor]) -> None:
        self.proxy, self.machines, self.page = proxy, machines, page
        self.people, self.lock, self.stop = people, threading.Lock(), threading.Event()
        self.told: dict[str, str] = {}
        self.sent: set[str] = set()
        self.refused: Counter[int] = Counter()
        self.unseen: list[tuple[str, str]] = []

    @contextmanager
    def running(self, writers: int = 2) -> Iterator["Stream"]:
        """The members write while the block runs."""
        self.stop.clear()
        threads = [threading.Thread(target=self.write) for _ in range(writers)]
        for thread in threads:
            thread.start()
        try:
            yield self
        finally:
            self.stop.set()
            for thread in threads:
                thread.join()

    def write(self) -> None:
        """Reply and look, again and again."""
        while not self.stop.is_set():
            with self.lock:
                person, text = next(self.people), f"Respuesta número {next(self.numbers)} de las muchas."
            self.reply(person, text)
            self.stop.wait(0.1)

    def reply(self, person: Visitor, text: str) -> None:
        """Send a text until it is taken, or nobody waits for it any more; then look for it."""
        form: dict[str, str] = {}
        while not form and not self.stop.is_set():
            answer = person.ask(self.proxy + self.page)
            if answer.status == 200:
                form = hidden(answer.text, "/replies") | {"body": text, "action": "publish"}
            else:
                self.note(answer)
        while not self.stop.is_set():
            self.sent.add(text)
            answer = person.ask(f"{self.proxy}{self.page}/replies", form)
            if answer.status == 303:
                self.told[text] = urlsplit(answer.headers["Location"])._replace(scheme="", netloc="").geturl()
                self.look(person, text)
                return
            self.note(answer)

    def note(self, answer: Answer) -> None:
        """Something was refused: it is tried again a little later."""
        with self.lock:
            self.refused[answer.status] += 1
        self.stop.wait(0.2)

    def look(self, person: Visitor, text: str) -> None:
        """Whether its author and a guest see a text on each machine that shows the page at all."""
        for machine in self.machines:
            for reader in (person, Visitor()):
                answer = reader.ask(machine + self.told[text])
                if answer.status == 200 and text not in answer.text:
                    self.unseen.append((machine, text))
