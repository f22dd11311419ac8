"""Two connections, of which one begins while the other holds what it is about."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from time import sleep

from flask import Flask

from forum.extensions import db
from forum.lib.transactions import transaction

MEANWHILE = 0.5  # seconds in which the second gets as far as it can


def while_held(
    app: Flask, hold: Callable[[], object], go_on: Callable[[], object], other: Callable[[], object]
) -> list[str]:
    """Have one transaction `hold` and `go_on`, and the `other` begin in between; gives what each raised,
    or «done».
    """
    holds = Event()
    db.session.rollback()

    def first() -> None:
        hold()
        holds.set()
        sleep(MEANWHILE)
        go_on()

    def run(act: Callable[[], object], wait: Callable[[], object]) -> str:
        with app.app_context():
            try:
                wait()
                with transaction():
                    act()
            except Exception as raised:
                return type(raised).__name__
            finally:
                db.session.remove()
            return "done"

    with ThreadPoolExecutor(2) as pool:
        both = pool.submit(run, first, lambda: None), pool.submit(run, other, lambda: holds.wait(30))
        return [one.result() for one in both]
