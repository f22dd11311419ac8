"""The administrators' pages: the groups, the audit log, how the search stands."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from forum.accounts.models import TONES
from forum.admin import rules
from forum.admin.forms import GroupForm
from forum.admin.queries import actors_of
from forum.audit.queries import audit_list, broken_links
from forum.groups.actions import create_group
from forum.groups.queries import group_list
from forum.lib.keys import asked_cursor
from forum.lib.refusals import Invalid
from forum.lib.transactions import transaction
from forum.permissions import require, viewer
from forum.search.status import MANY, status

__all__ = ["bp", "rules"]

bp = Blueprint("admin", __name__)


@bp.route("/admin/groups", methods=["GET", "POST"])
def groups() -> str | tuple[str, int] | Response:
    """The groups, and the form that makes another: 303 back, or 422."""
    require(viewer(), "admin.enter")
    form = GroupForm()
    if request.method == "GET" or not form.validate():
        return groups_page(form), 200 if request.method == "GET" else 422
    tone = len(group_list(viewer())) % TONES + 1
    try:
        with transaction():
            create_group(form.name.data, description=form.description.data, tone=tone, creator=current_user)
    except Invalid as refused:
        form.name.errors = [*form.name.errors, refused.message]
        return groups_page(form), 422
    flash(_("Grupo creado."))
    return redirect(url_for(".groups"), 303)


def groups_page(form: GroupForm) -> str:
    """The page of the groups."""
    return render_template("admin/groups.html", form=form, groups=group_list(viewer()))


@bp.get("/admin/audit")
def audit_log() -> str:
    """Every act of moderation and administration, the latest first, and whether the chain holds."""
    require(viewer(), "admin.enter")
    rows = audit_list(asked_cursor())
    return render_template("admin/audit.html", rows=rows, actors=actors_of(rows), broken=broken_links())


@bp.get("/admin/search")
def search_status() -> str:
    """How the index of the search stands, and what to do about it."""
    require(viewer(), "admin.enter")
    return render_template("admin/search.html", status=status(), many=MANY)
