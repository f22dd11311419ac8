"""Which language a page is in."""

from pathlib import Path

from flask import current_app, has_request_context, request

from config import LANGUAGES, ROOT

NAMES = {"es": "Castellano", "ca": "Català", "gl": "Galego", "eu": "Euskara", "en": "English"}
COOKIE = "language"
TERRITORIES = {"en": "GB"}  # of the others: Spain


def languages() -> list[tuple[str, str]]:
    """The languages that have a catalogue, by code and own name; Spanish is the source and always there."""
    return [(code, NAMES[code]) for code in LANGUAGES if code == "es" or has_catalogue(code)]


def has_catalogue(code: str) -> bool:
    """Whether the language's translation has been compiled."""
    return Path(ROOT, "translations", code, "LC_MESSAGES", "messages.mo").exists()


def choose_language() -> str:
    """The reader's choice, else the browser's, else the site's, of those that have a catalogue.

    A feed speaks the site's: it is one text for all who keep it, and programs that read it choose nothing.
    """
    site: str = current_app.config["BABEL_DEFAULT_LOCALE"]
    if not has_request_context() or request.path.endswith(".atom"):
        return site
    codes = [code for code, _ in languages()]
    chosen = request.cookies.get(COOKIE)
    if chosen in codes:
        return chosen
    return request.accept_languages.best_match(codes) or site


def territorial(language: str) -> str:
    """A language with its country, as Open Graph wants it: es_ES."""
    return f"{language}_{TERRITORIES.get(language, 'ES')}"
