"""The searches that a person saved."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from forum.extensions import limiter
from forum.lib.dates import language
from forum.lib.limits import SAVING, by_person
from forum.lib.transactions import transaction, write_or_lose
from forum.notifications.actions import mark_read
from forum.notifications.models import SavedSearch
from forum.permissions import require, viewer
from forum.search import rules
from forum.search.excerpts import Marker
from forum.search.saved import jobs, queries
from forum.search.saved.actions import forget_search, save_search
from forum.search.saved.arguments import arguments_of, query_of
from forum.search.saved.forms import SaveForm, SearchForm
from forum.search.saved.queries import find_search

__all__ = ["bp", "jobs", "rules"]

bp = Blueprint("saved", __name__)
Answer = str | tuple[str, int] | Response


@bp.get("/me/searches")
def searches() -> Answer:
    """The person's saved searches, the latest first."""
    require(viewer(), "search.save")
    return searches_page()


def searches_page(sent: SearchForm | None = None, of: int | None = None) -> str:
    """The list, each with its form; the one that was sent as it was sent."""
    saved = queries.search_list(current_user.id)
    forms = {one.id: sent if sent and one.id == of else form_of(one) for one in saved}
    return render_template("search/saved.html", saved=saved, forms=forms, form=SaveForm(formdata=None))


def form_of(search: SavedSearch) -> SearchForm:
    """The form that changes a saved search, its fields named apart from the others'."""
    form = SearchForm(formdata=None, name=search.name, mail=search.mail)
    for field in form:
        field.id = f"{field.id}-{search.id}"
    return form


@bp.post("/me/searches")
@limiter.limit(SAVING, key_func=by_person)
def save() -> Response:
    """Save the search of the page that one comes from: 303 to the list."""
    require(viewer(), "search.save")
    form, person_id = SaveForm(), viewer().id or 0
    with transaction():
        made, is_new = save_search(person_id, form.search.data or "")
        name = made.name
    said = _("Búsqueda guardada: «%(name)s». Te avisaremos de lo nuevo.", name=name)
    flash(said if is_new else _("Ya tenías guardada esa búsqueda: «%(name)s».", name=name))
    return redirect(url_for(".searches"), 303)


@bp.post("/me/searches/<id:search_id>")
def change(search_id: int) -> Answer:
    """Another name, or other mails: 303 to the list, or 422."""
    require(viewer(), "search.save")
    find_search(search_id, viewer().id)
    form = SearchForm()
    if not form.validate_on_submit():
        return searches_page(form, search_id), 422
    with transaction():
        found = find_search(search_id, viewer().id)
        found.name, found.mail = form.name.data, form.mail.data
    flash(_("Guardado."))
    return redirect(url_for(".searches"), 303)


@bp.post("/me/searches/<id:search_id>/delete")
def delete(search_id: int) -> Response:
    """Forget a saved search and its news: 303 to the others."""
    require(viewer(), "search.save")
    reader_id = viewer().id
    with transaction():
        forget_search(find_search(search_id, reader_id))
    flash(_("Búsqueda eliminada."))
    return redirect(url_for(".searches"), 303)


@bp.get("/me/searches/<id:search_id>")
def show(search_id: int) -> Response:
    """Lead to what the search finds now."""
    require(viewer(), "search.save")
    found = find_search(search_id, viewer().id)
    return redirect(url_for("search.results", **arguments_of(found.query)), 302)  # type: ignore[arg-type]


@bp.get("/me/searches/<id:search_id>/news")
def news(search_id: int) -> str:
    """What is new in a saved search; looking at it reads its notification."""
    require(viewer(), "search.save")
    reader_id = viewer().id or 0
    found = find_search(search_id, reader_id)
    shown = queries.new_posts(found, viewer())
    marker = Marker(query_of(found.query).tree, language())
    page = render_template("search/news.html", search=found, shown=shown, marker=marker)
    write_or_lose("news of a search", lambda: mark_read(reader_id, search_id))
    return page
