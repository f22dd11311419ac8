"""The list of groups, and who belongs to one. Its own page lists threads, so it is `debates.group_page`."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from forum.accounts.models import User
from forum.accounts.queries import with_username
from forum.extensions import db
from forum.groups import rules
from forum.groups.actions import NotOfGroup, add_member, remove_member
from forum.groups.forms import PeopleForm
from forum.groups.models import Group
from forum.groups.queries import find_group, members_of, team_of
from forum.groups.queries import group_list as groups_for
from forum.lib.refusals import Invalid
from forum.lib.transactions import transaction
from forum.permissions import may, require, viewer

__all__ = ["bp", "rules"]

bp = Blueprint("groups", __name__)

Answer = str | tuple[str, int] | Response


@bp.get("/groups/")
def group_list() -> str:
    """The groups that the reader may know of."""
    return render_template("groups/list.html", groups=groups_for(viewer()))


@bp.route("/groups/<slug>/people", methods=["GET", "POST"])
def people(slug: str) -> Answer:
    """Who belongs to a group, and the form that adds somebody: 303 back, or 422."""
    group, form = kept_group(slug), PeopleForm()
    form.offer(appoints=may(viewer(), "group.appoint", group), is_open=group.is_open)
    if request.method == "GET":
        return people_page(group, form)
    if not form.validate():
        return people_page(group, form), 422
    found = with_username((form.username.data or "").removeprefix("@"))
    try:
        with transaction():
            if found is None:
                raise Invalid(_("Nadie se llama así."), field="username")
            add_member(group, found, moderator=form.role.data == "moderator", actor=current_user)
    except Invalid as refused:
        form.username.errors = [*form.username.errors, str(refused)]
        return people_page(group, form), 422
    flash(_("Guardado."))
    return redirect(url_for(".people", slug=slug), 303)


@bp.post("/groups/<slug>/people/<id:user_id>")
def person(slug: str, user_id: int) -> Answer:
    """Change what somebody is in the group, or remove them: 303 back, or 422 if it is none of these."""
    group, found = kept_group(slug), db.session.get(User, user_id)
    act = request.form.get("act", "")
    if act not in ("remove", "member", "moderator"):
        raise Invalid(_("Elige qué se hace."))
    try:
        with transaction():
            if found is None:
                raise NotOfGroup
            if act == "remove":
                remove_member(group, found, actor=current_user)
            else:
                require(viewer(), "group.appoint", group)
                add_member(group, found, moderator=act == "moderator", actor=current_user)
    except Invalid as refused:
        flash(str(refused), "warn")
    else:
        flash(_("Guardado."))
    return redirect(url_for(".people", slug=slug), 303)


def kept_group(slug: str) -> Group:
    """The group, for whoever says who belongs to it. NotFound, NotAllowed."""
    group = find_group(slug, viewer())
    require(viewer(), "group.people", group)
    return group


def people_page(group: Group, form: PeopleForm) -> str:
    """The page of who belongs to a group."""
    members, following = members_of(group, request.args.get("after"))
    return render_template(
        "groups/people.html",
        group=group,
        form=form,
        plain=FlaskForm(formdata=None),
        team=team_of(group),
        members=members,
        following=following,
        appoints=may(viewer(), "group.appoint", group),
    )
