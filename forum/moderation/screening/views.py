"""The administrators' pages of what is asked of a text before it is published."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select
from werkzeug.wrappers import Response

from forum.extensions import db
from forum.groups.queries import find_group, group_list
from forum.lib.refusals import Conflict
from forum.lib.transactions import transaction
from forum.moderation.screening import receivers, rules
from forum.moderation.screening.actions import save_group, save_site, unwatch, watch
from forum.moderation.screening.forms import GroupForm, RemoveForm, SiteForm, WatchForm
from forum.moderation.screening.models import ScreeningGroup, WatchedPattern
from forum.moderation.screening.patterns import Pattern
from forum.moderation.screening.snapshot import site_settings
from forum.moderation.screening.trying import Trial, tried
from forum.moderation.views.blueprint import Answer, bp
from forum.permissions import require, viewer

__all__ = ["receivers", "rules"]


@bp.route("/moderation/screening/", methods=["GET", "POST"])
def screening() -> Answer | Response:
    """What holds in the whole site, and the groups: 303 back, or 422."""
    require(viewer(), "screening.manage")
    form = SiteForm(obj=site_settings())
    if request.method == "POST" and form.validate():
        given = {name: field.data for name, field in form._fields.items() if name != "csrf_token"}
        with transaction():
            save_site(given, current_user)
        flash(_("Guardado."))
        return redirect(url_for(".screening"), 303)
    own = {row.group_id: row for row in db.session.scalars(select(ScreeningGroup))}
    page = render_template("moderation/screening.html", form=form, groups=group_list(viewer()), own=own)
    return page, 200 if request.method == "GET" else 422


@bp.route("/moderation/screening/groups/<slug>", methods=["GET", "POST"])
def screening_group(slug: str) -> Answer | Response:
    """What is otherwise in a group: 303 to the others, or 422."""
    require(viewer(), "screening.manage")
    group = find_group(slug, viewer())
    form = GroupForm(obj=db.session.get(ScreeningGroup, group.id))
    if request.method == "POST" and form.validate():
        with transaction():
            save_group(group, form.approval.data or None, form.new_links.data, current_user)
        flash(_("Guardado."))
        return redirect(url_for(".screening"), 303)
    page = render_template("moderation/screening_group.html", form=form, group=group)
    return page, 200 if request.method == "GET" else 422


@bp.route("/moderation/screening/words", methods=["GET", "POST"])
def watched_words() -> Answer | Response:
    """The watched patterns; another is tried before it is saved: 200 with what it finds, 303, or 422."""
    require(viewer(), "screening.manage")
    form = WatchForm()
    if request.method == "GET":
        return words_page(form), 200
    if not form.validate():
        return words_page(form), 422
    if not form.saves:
        return words_page(form, tried(Pattern(form.pattern.data), form.sample.data or "")), 200
    more = {"replacement": form.replacement.data or "", "note": form.note.data or ""}
    try:
        with transaction():
            watch(form.pattern.data, form.act.data, current_user, **more)
    except Conflict as refused:
        form.pattern.errors = [*form.pattern.errors, str(refused)]
        return words_page(form), 422
    flash(_("Patrón añadido."))
    return redirect(url_for(".watched_words"), 303)


def words_page(form: WatchForm, trial: Trial | None = None) -> str:
    """The page of the patterns."""
    rows = db.session.scalars(select(WatchedPattern).order_by(WatchedPattern.pattern)).all()
    return render_template(
        "moderation/watched_words.html", form=form, trial=trial, watched=rows, button=RemoveForm()
    )


@bp.post("/moderation/screening/words/<id:pattern_id>/remove")
def remove_watched(pattern_id: int) -> Response:
    """Watch for a pattern no longer: 303 to the others."""
    require(viewer(), "screening.manage")
    with transaction():
        said = unwatch(pattern_id, current_user)
    flash(_("Ya no se vigila «%(pattern)s».", pattern=said["pattern"]))
    return redirect(url_for(".watched_words"), 303)
