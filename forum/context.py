"""What every template may use."""

from typing import Any

from flask import Flask, current_app, g, request
from sqlalchemy import Row, bindparam, select

from forum.debates.queries import draft_count
from forum.debates.views.addresses import post_url, thread_url
from forum.extensions import db
from forum.home.duties import TITLES
from forum.home.queries import gaps
from forum.lib.dates import language
from forum.lib.locale import languages, territorial
from forum.lib.maintenance import known
from forum.lib.pictures import LARGEST_FILE
from forum.lib.urls import absolute, absolute_url
from forum.moderation.queries import waiting_count
from forum.permissions import may, viewer

THEMES = ("light", "dark")


def everywhere() -> dict[str, object]:
    """The variables that base.html needs."""
    return {
        "site_name": current_app.config["SITE_NAME"],
        "languages": languages(),
        "language": language(),
        "territorial_language": territorial(language()),
        "theme": theme() if request else None,
    }


def theme() -> str | None:
    """The reader's choice of light or dark, kept in a cookie."""
    chosen = request.cookies.get("theme")
    return chosen if chosen in THEMES else None


DRAFTS = select(draft_count(bindparam("user_id")).scalar_subquery().label("drafts"))


def mine() -> Row[Any]:
    """What the person's menu counts, in one statement, once a request.

    `drafts`; and for a moderator `cases`, with the posts to approve.
    """
    if "mine" not in g:
        reader, counts = viewer(), DRAFTS
        if may(reader, "moderation.enter"):
            counts = counts.add_columns(waiting_count(reader).label("cases"))
        g.mine = db.session.execute(counts, {"user_id": reader.id}).one()
    row: Row[Any] = g.mine
    return row


def init_context(app: Flask) -> None:
    """Give templates what every page uses."""
    app.context_processor(everywhere)
    app.add_template_global(mine)
    app.add_template_global(known, "maintenance")
    app.jinja_env.globals.update(
        thread_url=thread_url,
        post_url=post_url,
        absolute=absolute,
        page_gaps=gaps,
        page_titles=TITLES,
        absolute_url=absolute_url,
        may=may,
        viewer=viewer,
        page_language=language,
        largest_file=LARGEST_FILE,
    )
