"""What every template may use."""

from flask import Flask, current_app, g, request
from flask_login import current_user

from forum.debates.queries import draft_count
from forum.debates.views.addresses import post_url, thread_url
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


def my_drafts() -> int:
    """How many drafts the person has; counted once a request."""
    if "my_drafts" not in g:
        g.my_drafts = draft_count(current_user.id)
    return g.my_drafts


def my_cases() -> int:
    """How many cases and posts to approve wait for the moderator; counted once a request."""
    if "my_cases" not in g:
        g.my_cases = waiting_count(viewer())
    return g.my_cases


def init_context(app: Flask) -> None:
    """Give templates what every page uses."""
    app.context_processor(everywhere)
    app.add_template_global(my_drafts)
    app.add_template_global(my_cases)
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
