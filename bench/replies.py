"""Run on its own over a data folder: what publishing a reply costs, and rendering its text, as JSON.

Through the WSGI application, as the server calls it: logs, limits, session, token, transaction, index mark.
"""

import json
import re
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Flask
from werkzeug.test import EnvironBuilder, run_wsgi_app

from bench.people import described
from forum.app import create_app
from forum.lib.markdown import render
from forum.starting import started

WORDS = 100
WARMING = 3
TEXT = (
    "Coincido con **casi todo**, y añado lo que vimos en el registro: quien llega sin cita espera más. "
    "Probamos a enviar la lista de documentos por correo, con [la guía](https://ayuntamiento.example/guia), "
    "y las visitas dobles bajaron.\n\n- Un aviso antes de venir.\n- Una hoja en lenguaje claro.\n\n"
    "> ¿Y quien no tiene correo?\n\nSe le llama por teléfono. "
)


def text_of(number: int) -> str:
    """A text of a hundred words, unlike every other."""
    words = f"Mensaje {number}. {TEXT}".split(" ")
    filler = "Lo contamos aquí por si sirve a otras oficinas que atienden en persona cada día.".split(" ")
    while sum(len(word.split()) for word in words) < WORDS:
        words.append(filler[len(words) % len(filler)])
    return " ".join(words)


def hidden(page: str, name: str) -> str:
    """The value of a hidden field of the reply form."""
    found = re.search(rf'name="{name}"[^>]*value="([^"]+)"', page[page.index('/replies"') :])
    if found is None:
        raise RuntimeError(f"no field {name} in the form")
    return found[1]


def taken(act: Callable[[], object]) -> float:
    """Milliseconds of the processor that `act` takes, in every thread of this process."""
    before = time.process_time_ns()
    act()
    return (time.process_time_ns() - before) / 1e6


@dataclass
class Member:
    """Somebody signed in, who calls the application as the server does."""

    app: Flask
    cookie: str

    def request(self, path: str, form: dict[str, str] | None = None) -> dict[str, Any]:
        """A request, ready to be passed on."""
        method = "POST" if form else "GET"
        return EnvironBuilder(path, method=method, data=form, headers=[("Cookie", self.cookie)]).get_environ()

    def ask(self, environ: dict[str, Any]) -> tuple[str, str]:
        """The status and the page that answer it; the session goes on."""
        body, status, headers = run_wsgi_app(self.app, environ, buffered=True)
        found = re.search(r"session=[^;]+", " ".join(headers.getlist("Set-Cookie")))
        self.cookie = found[0] if found else self.cookie
        return status, b"".join(body).decode()


def costs(app: Flask, rounds: int) -> list[dict[str, float]]:
    """Publishing and rendering, in turns, `rounds` times, each time another member and another text."""
    about, found = described(app), []
    for number in range(WARMING + rounds):
        member = Member(app, about["cookies"][number % len(about["cookies"])])
        page = member.ask(member.request(about["last"]))[1]
        text = text_of(number)
        form = {name: hidden(page, name) for name in ("csrf_token", "submission")}
        form["body"] = text
        environ = member.request(about["replies"], form)
        answers: list[str] = []
        whole = taken(lambda: answers.append(member.ask(environ)[0]))  # noqa: B023
        if not answers[0].startswith("303"):
            raise RuntimeError(f"a reply answers {answers[0]}")
        found.append({"request": whole, "render": taken(lambda: render(text))})  # noqa: B023
    return found[WARMING:]


if __name__ == "__main__":
    json.dump(costs(started(create_app), int(sys.argv[1])), sys.stdout)
