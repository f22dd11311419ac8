"""What every template may use."""

from dataclasses import replace
from functools import cache, lru_cache
from typing import Any

from flask import Flask, current_app, g, request
from sqlalchemy import Row, Select, bindparam, select

from forum.debates.queries import draft_count
from forum.debates.queries.visible import some_viewer
from forum.debates.views.addresses import post_url, thread_url
from forum.extensions import db
from forum.home.duties import TITLES
from forum.home.queries import gaps
from forum.lib.cookies import THEME
from forum.lib.dates import language
from forum.lib.locale import languages, territorial
from forum.lib.maintenance import known
from forum.lib.pictures import LARGEST_FILE
from forum.lib.urls import absolute, absolute_url
from forum.moderation.naming import decision_word, inside, kind_word, outcome_said, rests_on
from forum.moderation.queries import restriction, waiting_count
from forum.moderation.reasons import REASONS
from forum.notifications.addresses import news_url
from forum.notifications.queries import unread_count
from forum.notifications.wording import said_of, title_of_news
from forum.permissions import Viewer, may, viewer
from forum.search.similar.queries import LEAST, similar_threads

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
    chosen = request.cookies.get(THEME)
    return chosen if chosen in THEMES else None


def counts_for(reader: Viewer) -> Select[Any]:
    """The statement of what the menu of `reader` counts."""
    return select(
        draft_count(reader.id).scalar_subquery().label("drafts"), unread_count(reader).label("news")
    )


@cache
def counts_for_members() -> Select[Any]:
    """The same for whoever is not of the team: it runs with their `user_id` and `groups`."""
    return counts_for(replace(some_viewer(everywhere=False), id=bindparam("user_id")))  # type: ignore[arg-type]


@lru_cache(200)
def counts_for_team(reader: Viewer) -> Select[Any]:
    """The same for one who moderates, with the cases: as long as a page's others, so it is kept."""
    return counts_for(reader).add_columns(waiting_count(reader).label("cases"))


def mine() -> Row[Any]:
    """What the person's menu counts, in one statement, once a request.

    `drafts`, unread `news`; and for a moderator `cases`, with the posts to approve.
    """
    if "mine" not in g:
        reader = viewer()
        counts = counts_for_team(reader) if may(reader, "moderation.enter") else counts_for_members()
        g.mine = db.session.execute(counts, {"user_id": reader.id, "groups": reader.groups}).one()
    row: Row[Any] = g.mine
    return row


def init_context(app: Flask) -> None:
    """Give templates what every page uses."""
    app.context_processor(everywhere)
    app.add_template_global(mine)
    app.add_template_global(restriction)
    app.jinja_env.globals["flag_reasons"] = REASONS
    app.add_template_global(known, "maintenance")
    app.jinja_env.globals.update(
        news_url=news_url,
        said_of=said_of,
        title_of_news=title_of_news,
        thread_url=thread_url,
        post_url=post_url,
        absolute=absolute,
        decision_word=decision_word,
        inside=inside,
        kind_word=kind_word,
        outcome_said=outcome_said,
        rests_on=rests_on,
        page_gaps=gaps,
        page_titles=TITLES,
        absolute_url=absolute_url,
        may=may,
        viewer=viewer,
        page_language=language,
        largest_file=LARGEST_FILE,
        similar_threads=similar_threads,
        least_title=LEAST,
    )
