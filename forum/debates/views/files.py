"""Uploaded pictures: their addresses, and the form's picture on its way into the text."""

from flask import Response, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from forum.debates import queries
from forum.debates.actions import files as actions
from forum.debates.forms import PictureForm, TextForm
from forum.debates.views.blueprint import bp
from forum.extensions import limiter
from forum.lib.files import StoreSilent, file_store
from forum.lib.limits import UPLOADING, by_person
from forum.lib.logs import log
from forum.lib.maintenance import refuse_while_on
from forum.lib.pictures import TooBusy, redraw
from forum.lib.refusals import Invalid, NotFound
from forum.lib.transactions import transaction
from forum.permissions import require, viewer

POLICY = "default-src 'none'; sandbox"
limit_uploads = limiter.shared_limit(
    UPLOADING, "uploads", key_func=by_person, exempt_when=lambda: not request.files.get("picture")
)


@bp.get("/files/<name>")
def show_file(name: str) -> Response:
    """A picture, for whoever may see a post that shows it. Browsers ask each time whether it is still so."""
    file = queries.find_file(name, viewer())
    response = Response(mimetype=file.mime)
    response.set_etag(file.name)
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Content-Disposition"] = f'inline; filename="imagen-{file.name[:8]}{file.name[64:]}"'
    if file.name not in request.if_none_match:
        response.data = bytes_of(file.name)
    return response.make_conditional(request)  # type: ignore[return-value]


def bytes_of(name: str) -> bytes:
    """What the store has under this name. NotFound if it lost it."""
    try:
        return file_store().read(name)
    except FileNotFoundError:
        log.error("file missing", name=name)
        raise NotFound from None


@bp.post("/files")
@limit_uploads
def upload_file() -> tuple[dict[str, object], int]:
    """A picture from a script: 201 with the Markdown of its figure, or 422 with the errors by field."""
    require(viewer(), "file.upload")
    form = PictureForm()
    figure = brought_figure(form)
    if figure is None:
        errors = {name: " ".join(map(str, said)) for name, said in form.errors.items()}
        return {"errors": errors or {"picture": _("Elige una imagen.")}}, 422
    return {"text": figure, "note": form.picture_note}, 201


def take_picture(form: TextForm) -> int | None:
    """Put the form's picture, if it has one, at the end of its text. Before what the page shows is loaded.

    Gives the status of the form's page where it goes back to the person for the picture's sake.
    """
    if form.chosen == "discard_picture":
        form.forget_picture()
        return 200
    figure = brought_figure(form)
    if figure is not None:
        form.append(figure)
    elif form.chosen == "picture" and not form.errors:
        form.picture.errors = [_("Elige una imagen.")]
    if form.picture.errors or (form.errors and form.chosen != "draft"):
        return 422
    return 200 if form.chosen == "picture" else None


def brought_figure(form: PictureForm) -> str | None:
    """The Markdown of the form's picture; None without one, or if there are errors beside its fields.

    Also where too many pictures are drawn at once, or none can be stored: the text goes back to the person
    and is not lost.
    """
    try:
        form.picture_name.data = name = brought_file(form)
    except (Invalid, TooBusy, StoreSilent) as refused:
        form.picture.errors = [refused.message]
        return None
    if not name or not form.describes_picture():
        return None
    return form.take_figure(url_for("debates.show_file", name=name))


def brought_file(form: PictureForm) -> str:
    """The name of the form's picture, kept now or earlier; empty without one.

    Raises Invalid, TooBusy, ReadOnly.
    """
    data = form.sent_picture()
    if data is None:
        return seen_file(form.picture_name.data or "")
    require(viewer(), "file.upload")
    refuse_while_on()  # before anything is drawn and stored
    actions.refuse_many_uploads(current_user)
    picture = redraw(data)
    with actions.stored(picture), transaction():
        actions.take_upload(picture, current_user)
    if picture.stilled:
        form.picture_note = _("La imagen se movía: aquí se queda en la primera.")
    return picture.name


def seen_file(name: str) -> str:
    """The name, if it is that of a file that the viewer may see; else empty."""
    try:
        return queries.find_file(name, viewer()).name if name else ""
    except NotFound:
        return ""
