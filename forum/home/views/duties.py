"""The duty pages, as readers see them."""

from collections.abc import Mapping

from flask import render_template, request
from flask_babel import force_locale

from forum.home import queries
from forum.home.blanks import BLANKS, missing_in
from forum.home.duties import PAGES, TITLES, page_html
from forum.home.filling import filled
from forum.home.queries import DutyText
from forum.home.views.blueprint import bp
from forum.lib.dates import language
from forum.permissions import may, viewer


@bp.get(f"/legal/<{PAGES}:page>")
def legal_page(page: str) -> str:
    """A duty page, in the reader's language where there is one, else the site's, else in Spanish."""
    text, values = queries.duty_text(page, language()), queries.blank_values()
    editor = may(viewer(), "page.edit")
    return render_template(
        "legal/page.html",
        text=text,
        title=title_of(text),
        html=html_of(text.body, text.language, values, show_gaps=editor),
        titles=TITLES,
        missing=[BLANKS[name].label for name in missing_in([text.body], values)] if editor else [],
        may_edit=editor,
    )


def title_of(text: DutyText) -> str:
    """The title of a page, in the language of its text."""
    with force_locale(text.language):
        return str(TITLES[text.page])


def html_of(body: str, tongue: str, values: Mapping[str, str], *, show_gaps: bool) -> str:
    """The HTML of a text with its blanks filled in, its links right wherever the site lives."""
    html = page_html(body)
    with force_locale(tongue):
        html = filled(html, values, show_gaps=show_gaps)
    return html.replace('href="/legal/', f'href="{request.script_root}/legal/')
