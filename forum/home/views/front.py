"""The front page, and the reader's choice of language and look."""

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from forum.debates import queries
from forum.debates.names import DEBATES, OPENED, PEOPLE
from forum.debates.views.lists import shown_threads
from forum.debates.views.shared import Marks, lists
from forum.extensions import csrf
from forum.groups.queries import group_list
from forum.home.views.blueprint import bp
from forum.lib.cookies import THEME, keep
from forum.lib.locale import COOKIE, languages
from forum.lib.pages import may_be_kept
from forum.lib.urls import same_site
from forum.permissions import viewer

MOST_DEBATES, MOST_ENTRIES = 10, 3


@bp.get("/")
@lists
def index(marks: Marks) -> str:
    """The front page: recent debates, the blog's latest entries, the groups."""
    may_be_kept(DEBATES, OPENED, PEOPLE)
    return render_template(
        "home/index.html",
        **shown_threads(marks, kind="debate", size=MOST_DEBATES),
        entries=queries.entry_page(viewer(), size=MOST_ENTRIES),
        groups=group_list(viewer()),
    )


@bp.post("/preferences")
@csrf.exempt
def set_preferences() -> Response:
    """Keep a guest's language, or anybody's theme, in a cookie: 303 back. Nothing else changes: no token is
    asked. The language of a signed-in person is theirs, and changed among their settings."""
    response = redirect(same_site(request.form.get("next")) or url_for(".index"), 303)
    if request.form.get("language") in [code for code, _ in languages()]:
        keep(response, COOKIE, request.form["language"])
    if request.form.get(THEME) in ("light", "dark", "auto"):
        keep(response, THEME, request.form[THEME])
    return response
