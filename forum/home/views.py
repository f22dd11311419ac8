"""The front page, the duty pages, and what machines ask of a site."""

from flask import Blueprint, Response, current_app, jsonify, redirect, render_template, request, url_for
from flask_babel import get_locale
from jinja2 import TemplateNotFound
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Response as AnyResponse

from forum.debates import queries
from forum.debates.views.lists import shown_threads
from forum.extensions import csrf, db
from forum.groups.queries import group_list
from forum.home.queries import check_database, sitemap_part, sitemap_parts
from forum.lib.clock import utcnow
from forum.lib.locale import COOKIE, languages
from forum.lib.logs import log
from forum.lib.pagination import page_number
from forum.lib.urls import absolute_url, same_site
from forum.permissions import viewer

bp = Blueprint("home", __name__)

DUTIES = ("notice", "rules", "privacy", "cookies", "accessibility", "imprint")
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


@bp.get(f"/legal/<any({', '.join(DUTIES)}):page>")
def legal_page(page: str) -> str:
    """A duty page, in the reader's language where there is one, else in Spanish."""
    try:
        return render_template(f"legal/{get_locale()}/{page}.html")
    except TemplateNotFound:
        return render_template(f"legal/es/{page}.html")


@bp.post("/preferences")
@csrf.exempt
def set_preferences() -> AnyResponse:
    """Keep the reader's language or theme in a cookie: 303 back. Nothing else changes: no token is asked."""
    response = redirect(same_site(request.form.get("next")) or url_for(".index"), 303)
    if request.form.get("language") in [code for code, _ in languages()]:
        keep(response, COOKIE, request.form["language"])
    if request.form.get("theme") in ("light", "dark", "auto"):
        keep(response, "theme", request.form["theme"])
    return response


def keep(response: AnyResponse, name: str, value: str) -> None:
    """Set a cookie that lasts a year."""
    secure = current_app.config["SESSION_COOKIE_SECURE"]
    response.set_cookie(name, value, max_age=YEAR, samesite="Lax", secure=secure, httponly=True)


@bp.get("/health")
def health() -> tuple[Response, int]:
    """Whether the site can serve: the database answers and is migrated."""
    try:
        check_database()
    except SQLAlchemyError as failure:
        log.error("health", error=str(failure))
        db.session.remove()
        return jsonify(status="error", wrong=["database"]), 503
    return jsonify(status="ok"), 200


@bp.get("/robots.txt")
def robots() -> Response:
    """What crawlers may read: everything but what is a person's own, search and forms."""
    closed = ("/me/", "/login", "/register", "/search", "/moderation/", "/admin/", "/posts/")
    root = current_app.config["APPLICATION_ROOT"].rstrip("/")
    lines = ["User-agent: *", *(f"Disallow: {root}{path}" for path in closed)]
    return plain("\n".join([*lines, f"Sitemap: {absolute_url('home.sitemap')}", ""]))


@bp.get("/.well-known/security.txt")
def security() -> Response:
    """Whom to tell of a hole (RFC 9116)."""
    year = utcnow().year + 1
    contact = f"mailto:{current_app.config['MAIL_FROM']}"
    return plain(f"Contact: {contact}\nExpires: {year}-12-31T23:59:59Z\nPreferred-Languages: es, en\n")


@bp.get("/sitemap.xml")
def sitemap() -> Response:
    """The addresses of what everyone may read: an index, whose parts are `?part=N`."""
    part = request.args.get("part")
    if part is None:
        page = render_template("home/sitemap_index.xml", parts=sitemap_parts())
    else:
        page = render_template("home/sitemap.xml", threads=sitemap_part(page_number(part)))
    return Response(page, mimetype="application/xml")


def plain(content: str) -> Response:
    """A page of plain text."""
    return Response(content, mimetype="text/plain")
