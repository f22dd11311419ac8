"""The form of what only the operator knows."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from forum.home import queries
from forum.home.actions import fill_blanks
from forum.home.blanks import BLANKS
from forum.home.forms import BlanksForm
from forum.home.views.blueprint import Answer, bp
from forum.lib.transactions import transaction
from forum.permissions import require, viewer


@bp.route("/admin/operator", methods=["GET", "POST"])
def operator() -> Answer:
    """The blanks of the duty pages: 303 to the list of pages, or 422."""
    require(viewer(), "page.edit")
    form = BlanksForm(data=queries.blank_values())
    if not form.validate_on_submit():
        page = render_template("legal/operator.html", form=form, blanks=BLANKS)
        return page, 200 if request.method == "GET" else 422
    with transaction():
        fill_blanks(form.values(), current_user)
    flash(_("Datos guardados."))
    return redirect(url_for(".page_list"), 303)
