"""The front page, and the reader's choice of language and look."""

from flask import current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from forum.debates import queries
from forum.debates.views.lists import shown_threads
from forum.extensions import csrf
from forum.groups.queries import group_list
from forum.home.views.blueprint import bp
from forum.lib.locale import COOKIE, languages
from forum.lib.urls import same_site
from forum.permissions import viewer

DEBATES, ENTRIES = 10, 3
YEAR = 365 * 86_400


@bp.get("/")
def index() -> str:
    """The front page: recent debates, the blog's latest entries, the groups."""
    return render_template(
        "home/index.html",
        **shown_threads(kind="debate", size=DEBATES),
        entries=queries.entry_page(viewer(), size=ENTRIES),
        groups=group_list(viewer()),
    )


@bp.post("/preferences")
@csrf.exempt
def set_preferences() -> Response:
    """Keep the reader's language or theme in a cookie: 303 back. Nothing else changes: no token is asked."""
    response = redirect(same_site(request.form.get("next")) or url_for(".index"), 303)
    if request.form.get("language") in [code for code, _ in languages()]:
        keep(response, COOKIE, request.form["language"])
    if request.form.get("theme") in ("light", "dark", "auto"):
        keep(response, "theme", request.form["theme"])
    return response


def keep(response: Response, name: str, value: str) -> None:
    """Set a cookie that lasts a year."""
    secure = current_app.config["SESSION_COOKIE_SECURE"]
    response.set_cookie(name, value, max_age=YEAR, samesite="Lax", secure=secure, httponly=True)
