"""The copy of one's own data (Regulation (EU) 2016/679, articles 15 and 20)."""

from flask import Response, render_template, request
from flask_login import current_user

from forum.debates.forms import PlainForm
from forum.extensions import limiter
from forum.lib.clock import utcnow
from forum.lib.limits import by_person
from forum.lib.slugs import slugify
from forum.permissions import require, viewer
from forum.profiles.exporting import export_of
from forum.profiles.views.blueprint import Answer, bp

EXPORTING = "5 per hour"


@bp.route("/me/export", methods=["GET", "POST"])
@limiter.limit(EXPORTING, key_func=by_person, methods=["POST"])
def export() -> Answer:
    """What the copy holds, and the copy: for the suspended too."""
    require(viewer(), "account.settings")
    form = PlainForm()
    if not form.validate_on_submit():
        page = render_template("profiles/export.html", form=form)
        return page, 200 if request.method == "GET" else 422
    name = f"{slugify(current_user.username)}-{utcnow():%Y-%m-%d}.zip"
    size, pieces = export_of(current_user.id)
    response = Response(pieces, mimetype="application/zip")
    response.content_length = size
    response.headers.set("Content-Disposition", "attachment", filename=name)
    response.headers["Cache-Control"] = "private, no-store"
    return response
