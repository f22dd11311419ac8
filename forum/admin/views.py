"""The administrators' pages: the groups, the team, the audit log, how the search stands."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from forum.accounts.actions import set_role
from forum.accounts.models import TONES
from forum.accounts.queries import with_username
from forum.admin import rules
from forum.admin.codes import THINGS
from forum.admin.forms import GroupForm, RoleForm
from forum.admin.queries import AUDIT_FILTERS, actors_of, columns_asked, site_team
from forum.admin.wording import act_words, detail_words, thing_words
from forum.audit.queries import LATEST, audit_list, audited_acts, broken_links
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
            create_group(
                form.name.data,
                description=form.description.data,
                tone=tone,
                visibility="private" if form.private.data else "open",
                creator=current_user,
            )
    except Invalid as refused:
        form.name.errors = [*form.name.errors, refused.message]
        return groups_page(form), 422
    flash(_("Grupo creado."))
    return redirect(url_for(".groups"), 303)


def groups_page(form: GroupForm) -> str:
    """The page of the groups."""
    return render_template("admin/groups.html", form=form, groups=group_list(viewer()))


@bp.route("/admin/team", methods=["GET", "POST"])
def team() -> str | tuple[str, int] | Response:
    """Who moderates and administers the site, and the form that changes it: 303 back, or 422."""
    require(viewer(), "admin.enter")
    form = RoleForm()
    if request.method == "GET":
        return team_page(form)
    if not form.validate():
        return team_page(form), 422
    found = with_username((form.username.data or "").removeprefix("@"))
    try:
        with transaction():
            if found is None:
                raise Invalid(_("Nadie se llama así."))
            set_role(found, form.role.data, current_user)
    except Invalid as refused:
        form.username.errors = [*form.username.errors, str(refused)]
        return team_page(form), 422
    flash(_("Guardado."))
    return redirect(url_for(".team"), 303)


def team_page(form: RoleForm) -> str:
    """The page of the site's team."""
    return render_template("admin/team.html", form=form, team=site_team())


@bp.get("/admin/audit")
def audit_log() -> str:
    """Every act of moderation and administration, the latest first; at first also whether the chain of the
    latest holds.

    The address may ask for those of an act, a person, a thing: `act`, `person`, `thing` and its `number`.
    """
    require(viewer(), "admin.enter")
    given = {name: request.args[name] for name in AUDIT_FILTERS if request.args.get(name)}
    rows = audit_list(asked_cursor(), **columns_asked(given))
    whole = not given and rows.start is None
    unread = max(0, rows.items[0].id - LATEST) if whole and rows.items else 0
    return render_template(
        "admin/audit.html",
        rows=rows,
        given=given,
        acts=sorted(audited_acts(), key=act_words),
        things=sorted(THINGS, key=thing_words),
        words={"act": act_words, "thing": thing_words, "details": detail_words},
        actors=actors_of(rows),
        whole=whole,
        unread=unread,
        broken=broken_links(unread) if whole else [],
    )


@bp.get("/admin/search")
def search_status() -> str:
    """How the index of the search stands, and what to do about it."""
    require(viewer(), "admin.enter")
    return render_template("admin/search.html", status=status(), many=MANY)
