"""What machines ask of a site: whether it works, what they may read, whom to tell of a hole."""

from datetime import timedelta

from flask import Response, current_app, jsonify
from werkzeug.wrappers import Response as AnyResponse

from forum.home import queries
from forum.home.views.blueprint import bp
from forum.lib.clock import utcnow
from forum.lib.conditional import conditional
from forum.lib.dates import iso
from forum.lib.locale import languages
from forum.lib.urls import absolute_url

CLOSED = (
    "/admin/",
    "/blog/new",
    "/confirm/",
    "/debates/new",
    "/forgot",
    "/login",
    "/me/",
    "/moderation/",
    "/posts/",
    "/register",
    "/reset/",
    "/search",
    "/unread/",
)
GOOD_FOR = timedelta(days=180)  # RFC 9116 recommends less than a year


@bp.get("/health")
def health() -> tuple[Response, int, dict[str, str]]:
    """200 where the site can serve, else 503 with what is wrong. A silent worker is a warning."""
    wrong, warnings = queries.troubles(), queries.warnings()
    said: dict[str, object] = {"status": "error", "wrong": wrong} if wrong else {"status": "ok"}
    if warnings:
        said["warnings"] = warnings
    if until := queries.maintenance_end():
        said["maintenance"] = until
    return jsonify(said), 503 if wrong else 200, {"Cache-Control": "no-store"}


@bp.get("/robots.txt")
def robots() -> AnyResponse:
    """What crawlers may read: everything but what is a person's own, search and forms (RFC 9309)."""
    root = current_app.config["APPLICATION_ROOT"].rstrip("/")
    lines = ["User-agent: *", *(f"Disallow: {root}{path}" for path in CLOSED)]
    return plain([*lines, "", f"Sitemap: {absolute_url('home.sitemap')}"])


@bp.get("/.well-known/security.txt")
def security() -> AnyResponse:
    """Whom to tell of a hole (RFC 9116)."""
    values = queries.blank_values()
    contact = values.get("security_contact") or values.get("email") or current_app.config["MAIL_FROM"]
    today = utcnow().replace(hour=0, minute=0, second=0, microsecond=0)
    lines = {
        "Contact": contact if contact.startswith("https://") else f"mailto:{contact}",
        "Expires": iso(today + GOOD_FOR),
        "Preferred-Languages": ", ".join(code for code, _ in languages()),
        "Canonical": absolute_url("home.security"),
    }
    return plain([f"{name}: {value}" for name, value in lines.items()])


def plain(lines: list[str]) -> AnyResponse:
    """Lines of plain text."""
    return conditional(Response("\n".join([*lines, ""]), mimetype="text/plain"))
