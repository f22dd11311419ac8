"""The languages of the interface, and which of them a reader gets who is not signed in."""

from functools import cache
from pathlib import Path

from babel.support import NullTranslations
from flask import Flask, current_app, has_request_context, request
from flask_babel import get_locale, get_translations

from config import LANGUAGES, ROOT

SOURCE = "es"  # the texts in the code are in it
NAMES = {"es": "Castellano", "ca": "Català", "gl": "Galego", "eu": "Euskara", "en": "English"}
COOKIE = "language"
TERRITORIES = {"en": "GB"}  # of the others: Spain


def languages() -> list[tuple[str, str]]:
    """The languages that have a catalogue, by code and own name; Spanish is the source and always there."""
    return [(code, NAMES[code]) for code in LANGUAGES if is_offered(code)]


@cache
def is_offered(code: str) -> bool:
    """Whether pages can be read in the language: it is the source, or was compiled before the start."""
    return code == SOURCE or Path(ROOT, "translations", code, "LC_MESSAGES", "messages.mo").exists()


def site_language() -> str:
    """The language that the operator set; while it has no catalogue, that of the texts in the code."""
    chosen: str = current_app.config["BABEL_DEFAULT_LOCALE"]
    return chosen if is_offered(chosen) else SOURCE


def kept_choice() -> str | None:
    """The language that somebody chose in this browser, if it is still offered."""
    chosen = request.cookies.get(COOKIE, "") if has_request_context() else ""
    return chosen if chosen in dict(languages()) else None


def browser_language() -> str | None:
    """The language that the browser asks for, of those that are offered; between equals, the site's."""
    if not has_request_context():
        return None
    site = site_language()
    offered = sorted(dict(languages()), key=lambda code: code != site)
    return request.accept_languages.best_match(offered)


def reader_language() -> str:
    """What was chosen in this browser, else what the browser asks for, else the site's."""
    return kept_choice() or browser_language() or site_language()


def is_for_all() -> bool:
    """Whether the answer is a feed: one text for all who keep it, whose readers choose nothing."""
    return not has_request_context() or request.path.endswith(".atom")


def territorial(language: str) -> str:
    """A language with its country, as Open Graph wants it: es_ES."""
    return f"{language}_{TERRITORIES.get(language, 'ES')}"


def init_catalogues(app: Flask) -> None:
    """Have templates look their texts up in the catalogue of the page's language, which is found once."""
    catalogues: dict[object, NullTranslations] = {}

    def catalogue() -> NullTranslations:
        language = get_locale()
        if language not in catalogues:
            catalogues[language] = get_translations()
        return catalogues[language]

    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=lambda text: catalogue().ugettext(text),
        ngettext=lambda one, many, number: catalogue().ungettext(one, many, number),
        pgettext=lambda context, text: catalogue().upgettext(context, text),
        npgettext=lambda context, one, many, number: catalogue().unpgettext(context, one, many, number),
        newstyle=True,
    )
