"""What the bar of a shared page shows of who is signed in: drawn once for all times that it says the same."""

from typing import Any, NamedTuple

from flask import Flask, current_app, g, render_template, request
from flask_login import current_user
from sqlalchemy import Row

from forum.accounts.models import User
from forum.context import mine
from forum.lib.dates import language
from forum.lib.pages import Pieces, declare_hole, hole, pieces_of

EXTENSION = "menus"
MOST = 1_000  # menus that are kept in a process, of some two kilobytes each


class Says(NamedTuple):
    """Everything that tells the menu of one member from that of another."""

    root: str
    language: str
    username: str
    initials: str
    tone: int
    drafts: int
    news: int

    @classmethod
    def of(cls, root: str, language: str, person: User, counts: Row[Any]) -> "Says":
        """What it says to a person on a page below `root`; `counts` are their drafts and news."""
        return cls(root, language, person.username, person.initials, person.tone, counts.drafts, counts.news)


def kept_menu(says: Says) -> Pieces | None:
    """The menu that says this, if it was drawn before."""
    menus: dict[Says, Pieces] = current_app.extensions[EXTENSION]
    return menus.get(says)


def own_menu() -> Pieces:
    """The menu of who asks, a member without any other role, with a hole for the token."""
    says = Says.of(request.environ.get("SCRIPT_NAME", ""), language(), current_user, mine())
    return kept_menu(says) or drawn(says)


def drawn(says: Says) -> Pieces:
    """The menu of who asks, drawn and kept."""
    token = g.pop("csrf_token", None)
    g.csrf_token = hole("token")
    try:
        menu = pieces_of(render_template("frame/own.html"))
    finally:
        g.pop("csrf_token")
        if token is not None:
            g.csrf_token = token
    menus: dict[Says, Pieces] = current_app.extensions[EXTENSION]
    if len(menus) >= MOST:
        menus.clear()
    menus[says] = menu
    return menu


def init_menu(app: Flask) -> None:
    """Have what is one's own in the bar put where pages have a hole for it."""
    app.extensions[EXTENSION] = {}
    declare_hole("own", own_menu)
