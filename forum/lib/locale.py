"""The languages of the interface, and which of them a reader gets who is not signed in."""

from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Protocol

from babel.support import NullTranslations
from flask import Flask, current_app, has_request_context, request
from flask_babel import get_translations
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from config import LANGUAGES, ROOT
from forum.lib.dates import language

SOURCE = "es"  # the texts in the code are in it
NAMES = {"es": "Castellano", "ca": "Català", "gl": "Galego", "eu": "Euskara", "en": "English"}
COOKIE = "language"
LONGEST_CODE, LONGEST_HEADER = 10, 300  # characters
TERRITORIES = {"en": "GB"}  # of the others: Spain


class Worded(Protocol):
    """What is written in a language: a thread, a post."""

    language: str


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


def chosen_here() -> str:
    """What somebody chose in this browser, as it was sent."""
    return request.cookies.get(COOKIE, "") if has_request_context() else ""


def kept_choice() -> str | None:
    """The language that somebody chose in this browser, if it is still offered."""
    return among_offered(chosen_here())


def among_offered(code: str) -> str | None:
    """The language of this code, if it is on offer."""
    return code if code in dict(languages()) else None


def best_offered(asked: str, site: str) -> str | None:
    """Of the languages on offer, what an Accept-Language header asks for; between equals, the site's."""
    offered = sorted(dict(languages()), key=lambda code: code != site)
    return parse_accept_header(asked, LanguageAccept).best_match(offered)


def language_for(chosen: str, asked: str, site: str) -> str:
    """What was chosen in a browser, if it is on offer, else what the browser asks for, else the site's.

    Of what is sent no more is looked at than honest browsers send: it is remembered.
    """
    return best_for(chosen[:LONGEST_CODE], asked[:LONGEST_HEADER], site)


@lru_cache(1000)
def best_for(chosen: str, asked: str, site: str) -> str:
    """The same of what is no longer than that."""
    return among_offered(chosen) or best_offered(asked, site) or site


def reader_language() -> str:
    """The language for whoever asks for this page; outside a request, the site's."""
    asked = request.headers.get("Accept-Language", "") if has_request_context() else ""
    return language_for(chosen_here(), asked, site_language())


def is_for_all() -> bool:
    """Whether the answer is a feed: one text for all who keep it, whose readers choose nothing."""
    return not has_request_context() or request.path.endswith(".atom")


def territorial(language: str) -> str:
    """A language with its country, as Open Graph wants it: es_ES."""
    return f"{language}_{TERRITORIES.get(language, 'ES')}"


def lang_of(thing: Worded) -> Markup:
    """The attribute that says that a thread or post is in another language than the page."""
    return Markup("") if thing.language == language() else Markup(' lang="{}"').format(thing.language)


def init_catalogues(app: Flask) -> None:
    """Give templates `lang_of`, and texts from the catalogue of the page's language, which is found once.

    Jinja's own functions of these names copy the variables of the loop at each text.
    """
    catalogues: dict[str, NullTranslations] = {}

    def catalogue() -> NullTranslations:
        code = language()
        if code not in catalogues:
            catalogues[code] = get_translations()
        return catalogues[code]

    texts: dict[tuple[NullTranslations, bool, str], str] = {}  # those without values: most

    def bare(context: EvalContext, text: str) -> str:
        found = catalogue()
        key = (found, context.autoescape, text)
        if key not in texts:
            texts[key] = filled(context, found.ugettext(text), {})
        return texts[key]

    @pass_eval_context
    def gettext(context: EvalContext, text: str, **values: object) -> str:
        return filled(context, catalogue().ugettext(text), values) if values else bare(context, text)

    @pass_eval_context
    def ngettext(context: EvalContext, one: str, many: str, number: int, **values: object) -> str:
        return filled(context, catalogue().ungettext(one, many, number), {"num": number, **values})

    @pass_eval_context
    def pgettext(context: EvalContext, about: str, text: str, **values: object) -> str:
        return filled(context, catalogue().upgettext(about, text), values)

    app.jinja_env.globals.update(
        _=gettext, gettext=gettext, ngettext=ngettext, pgettext=pgettext, lang_of=lang_of
    )


def filled(context: EvalContext, text: str, values: Mapping[str, object]) -> str:
    """A text of the catalogue with its values, which are escaped where it goes into a page."""
    return (Markup(text) if context.autoescape else text) % values
