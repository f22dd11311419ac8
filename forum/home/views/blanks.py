"""The form of what only the operator knows."""

from collections.abc import Mapping

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from forum.debates.actions import TextChanged
from forum.home import queries
from forum.home.actions import fill_blanks
from forum.home.blanks import BLANKS, revision_of
from forum.home.forms import BlanksForm
from forum.home.views.blueprint import Answer, bp
from forum.lib.transactions import transaction
from forum.permissions import require, viewer


@bp.route("/admin/operator", methods=["GET", "POST"])
def operator() -> Answer:
    """The blanks of the duty pages: 303 to the list of pages, 422, or 409 with what was typed."""
    require(viewer(), "page.edit")
    values = queries.blank_values()
    form = BlanksForm(data={**values, "revision": revision_of(values)})
    if not form.validate_on_submit():
        return blanks_page(form), 200 if request.method == "GET" else 422
    try:
        with transaction():
            fill_blanks(form.values(), current_user, seen=form.revision.data or "")
    except TextChanged:
        return changed_page(form), 409
    flash(_("Datos guardados."))
    return redirect(url_for(".page_list"), 303)


def blanks_page(form: BlanksForm, others: Mapping[str, str] | None = None) -> str:
    """The page of the form; `others` are values that somebody else gave meanwhile, by name."""
    return render_template("legal/operator.html", form=form, blanks=BLANKS, others=others)


def changed_page(form: BlanksForm) -> str:
    """The page with what was typed, and what stands now where that differs; saving again goes over it."""
    now = queries.blank_values()
    form.revision.data = revision_of(now)
    return blanks_page(
        form, {name: now.get(name, "") for name, said in form.values().items() if said != now.get(name, "")}
    )
