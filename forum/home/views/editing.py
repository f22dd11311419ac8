"""Editing the duty pages: the list, the form, the versions, the way back to the built-in text."""

from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from forum.debates.actions import TextChanged
from forum.home import queries
from forum.home.actions import write_page
from forum.home.blanks import BLANKS
from forum.home.duties import PAGES, TITLES, TONGUES, built_in, without_anchors
from forum.home.forms import PageForm, ReasonForm
from forum.home.queries import DutyText
from forum.home.views.blueprint import Answer, bp
from forum.home.views.duties import html_of
from forum.lib.locale import NAMES, languages
from forum.lib.refusals import NotFound, Refusal
from forum.lib.transactions import transaction
from forum.permissions import require, viewer


@bp.get("/admin/pages")
def page_list() -> str:
    """The duty pages, what there is of each, and what is still to be filled in."""
    require(viewer(), "page.edit")
    states, offered = queries.duty_states(), dict(languages())
    written = {code for texts in states.values() for code in texts}
    names = {code: name for code, name in NAMES.items() if code in offered or code in written}
    return render_template("legal/list.html", states=states, titles=TITLES, names=names)


@bp.route(f"/admin/pages/<{PAGES}:page>/<{TONGUES}:language>", methods=["GET", "POST"])
def edit_page(page: str, language: str) -> Answer:
    """The form with a page's text, and its new text: 303 to the list, 422, 409, or 200 a preview."""
    require(viewer(), "page.edit")
    text = queries.duty_text(page, language, exactly=True)
    body = text.body or queries.duty_text(page, language).body  # a translation begins with the Spanish text
    form = PageForm(data={"body": body, "revision": str(text.number)}).of(page)
    if request.method == "GET":
        return form_page(form, text)
    if not form.validate():
        return form_page(form, text), 422
    if form.action.data == "preview":
        return form_page(form, text, preview=form.body.data)
    return saved(form, text, form.body.data)


def form_page(
    form: PageForm, text: DutyText, *, preview: str | None = None, refusal: Refusal | None = None
) -> str:
    """The page of the form; after a conflict with the text as it is now."""
    values = queries.blank_values()
    return render_template(
        "legal/edit.html",
        form=form,
        text=text,
        title=TITLES[text.page],
        tongue=NAMES[text.language],
        now=seen_by_editors(text.body, text.language, values) if refusal else "",
        preview={"html": seen_by_editors(preview, text.language, values)} if preview else None,
        refusal=refusal,
        blanks=BLANKS,
        values=values,
    )


def seen_by_editors(body: str, tongue: str, values: Mapping[str, str]) -> str:
    """The HTML of a text where it is looked at before it is published, or after; its gaps are named."""
    return without_anchors(html_of(body, tongue, values, show_gaps=True))


def saved(form: PageForm, text: DutyText, body: str) -> Answer:
    """Save the text of the form: 303 to the list, or 409 with what was typed."""
    try:
        with transaction():
            write_page(text.page, text.language, body, current_user, **said_in(form))
    except TextChanged as refusal:
        text = queries.duty_text(text.page, text.language, exactly=True)
        form.revision.data = str(text.number)
        return form_page(form, text, refusal=refusal), 409
    flash(_("Página guardada."))
    return to_list()


def said_in(form: ReasonForm) -> dict[str, Any]:
    """What a form says of a change, as `write_page` takes it."""
    return {"seen": form.seen(), "reason": form.reason.data or "", "tell_all": form.tells_all}


@bp.get(f"/admin/pages/<{PAGES}:page>/<{TONGUES}:language>/versions")
def page_history(page: str, language: str) -> str:
    """Every version of a page in a language, the latest first; the built-in text came before them all."""
    require(viewer(), "page.edit")
    versions, values = queries.duty_versions(page, language), queries.blank_values()
    first = built_in(page, language) or ""
    texts = [version.body or first for version in versions]
    shown = [seen_by_editors(body, language, values) for body in [*texts, first]]
    return render_template(
        "legal/history.html",
        title=TITLES[page],
        page=page,
        code=language,
        tongue=NAMES[language],
        versions=list(zip(versions, shown, strict=False)),
        built_in=shown[-1],
    )


@bp.route(f"/admin/pages/<{PAGES}:page>/<{TONGUES}:language>/reset", methods=["GET", "POST"])
def reset_page(page: str, language: str) -> Answer:
    """Ask whether, and take the built-in text again: 303 to the list. NotFound where there is none."""
    require(viewer(), "page.edit")
    text = queries.duty_text(page, language, exactly=True)
    if built_in(page, language) is None:
        raise NotFound
    form = ReasonForm(data={"revision": str(text.number)}).of(page)
    if not form.validate_on_submit():
        return reset_form(form, text), 200 if request.method == "GET" else 422
    with transaction():
        write_page(page, language, None, current_user, **said_in(form))
    flash(_("La página vuelve a tener el texto de origen."))
    return to_list()


def reset_form(form: ReasonForm, text: DutyText) -> str:
    """The page that asks whether to take the built-in text again, and shows it."""
    first = built_in(text.page, text.language) or ""
    html = seen_by_editors(first, text.language, queries.blank_values())
    return render_template("legal/reset.html", form=form, text=text, title=TITLES[text.page], html=html)


def to_list() -> Response:
    """Lead to the list of pages."""
    return redirect(url_for(".page_list"), 303)
