"""The duty pages, as readers see them."""

import re
from collections.abc import Mapping, Sequence

from flask import render_template, request
from flask_babel import force_locale

from forum.home import queries
from forum.home.blanks import BLANKS, missing_in
from forum.home.changes import Change, changes_between
from forum.home.duties import PAGES, TERMS, TITLES, built_in, page_html
from forum.home.filling import filled
from forum.home.models import DutyVersion
from forum.home.queries import DutyText
from forum.home.views.blueprint import bp
from forum.lib.dates import language
from forum.permissions import may, viewer

Changed = tuple[DutyVersion, Sequence[Change]]
OWN_LINK = re.compile(r'(?<=href=")/(?=(?:legal|me|transparency)/)')


@bp.get(f"/legal/<{PAGES}:page>")
def legal_page(page: str) -> str:
    """A duty page, in the reader's language where there is one, else the site's, else in Spanish."""
    return render_template("legal/page.html", **duty_page(page))


def duty_page(page: str) -> dict[str, object]:
    """What the template of a duty page needs."""
    text, values = queries.duty_text(page, language()), queries.blank_values()
    editor = may(viewer(), "page.edit")
    return {
        "text": text,
        "title": title_of(text),
        "html": html_of(text.body, text.language, values, show_gaps=editor),
        "titles": TITLES,
        "missing": [BLANKS[name].label for name in missing_in([text.body], values)] if editor else [],
        "may_edit": editor,
        "versions": page == TERMS,
    }


@bp.get(f"/legal/{TERMS}/versions")
def rule_versions() -> str:
    """The versions of the rules and what changed in each, the latest first, in the language of their page."""
    text, values = queries.duty_text(TERMS, language()), queries.blank_values()
    return render_template(
        "legal/versions.html",
        title=title_of(text),
        code=text.language,
        versions=versions_with_changes(text.language, values),
    )


def versions_with_changes(
    tongue: str, values: Mapping[str, str]
) -> Sequence[tuple[DutyVersion, Sequence[Change]]]:
    """Each version of the rules in a language, with what it changed in the one before."""
    versions, first = queries.duty_versions(TERMS, tongue), built_in(TERMS, tongue) or ""
    bodies = [*(version.body or first for version in versions), first]
    shown = [html_of(body, tongue, values, show_gaps=False) for body in bodies]
    return [
        (version, changes_between(before, after))
        for version, after, before in zip(versions, shown, shown[1:], strict=False)
    ]


def title_of(text: DutyText) -> str:
    """The title of a page, in the language of its text."""
    with force_locale(text.language):
        return str(TITLES[text.page])


def html_of(body: str, tongue: str, values: Mapping[str, str], *, show_gaps: bool) -> str:
    """The HTML of a text with its blanks filled in, its links right wherever the site lives."""
    html = page_html(body)
    with force_locale(tongue):
        html = filled(html, values, show_gaps=show_gaps)
    return OWN_LINK.sub(f"{request.script_root}/", html)
