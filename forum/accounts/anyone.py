"""A page that many members see alike is made for nobody in particular, so that it cannot tell of anybody."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import g

from forum.lib.pages import hole
from forum.permissions import Viewer

READER = ("_login_user", "viewer", "csrf_token", "holes")  # of Flask-Login, ours, of Flask-WTF, ours


class Anyone:
    """Stands for whoever is signed in and under no restriction; what else one asks of them is an error."""

    is_authenticated = True
    silenced = suspended = False

    def __init__(self, language: str) -> None:
        self.language = language

    def __getattr__(self, name: str) -> object:
        raise LookupError(f"{name}: a page for many is not to know who reads it")


@contextmanager
def made_for_many(viewer: Viewer, language: str) -> Iterator[None]:
    """Make a page in the block as `viewer` sees it, in a language, with holes for what is one reader's.

    In a request; what it knew of its own reader is back afterwards.
    """
    known = {name: g.pop(name) for name in READER if name in g}
    g.viewer, g._login_user = viewer, Anyone(language)
    g.csrf_token, g.holes = hole("token"), {name: hole(name) for name in ("own", "submission")}
    try:
        yield
    finally:
        for name in READER:
            g.pop(name, None)
        for name, value in known.items():
            setattr(g, name, value)
