"""The texts of the duty pages as they stand, their versions, and what the operator filled in."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from flask import current_app
from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import joinedload

from config import LANGUAGES
from forum.extensions import db
from forum.home.blanks import missing_in
from forum.home.duties import TITLES, built_in
from forum.home.models import BlankValue, DutyVersion
from forum.lib.refusals import NotFound
from forum.lib.urls import absolute_url

Latest = Mapping[tuple[str, str], DutyVersion]


@dataclass(frozen=True)
class DutyText:
    """A page's text in a language; `version` is None where none was ever stored, and the text is built in."""

    page: str
    language: str
    body: str
    version: DutyVersion | None

    @property
    def number(self) -> int:
        """The number of its latest version; 0 where there is none."""
        return self.version.number if self.version else 0

    @property
    def is_built_in(self) -> bool:
        """Whether it is the text that the program brings."""
        return self.version is None or self.version.body is None


def latest(pages: Iterable[str], languages: Iterable[str]) -> Latest:
    """The latest version of each of these pages in each language, where there is one. One statement."""
    newest = (
        select(DutyVersion.page, DutyVersion.language, func.max(DutyVersion.number))
        .where(DutyVersion.page.in_(list(pages)), DutyVersion.language.in_(list(languages)))
        .group_by(DutyVersion.page, DutyVersion.language)
    )
    key = tuple_(DutyVersion.page, DutyVersion.language, DutyVersion.number)
    rows = db.session.scalars(
        select(DutyVersion).where(key.in_(newest)).options(joinedload(DutyVersion.editor))
    )
    return {(row.page, row.language): row for row in rows}


def text_in(stored: Latest, page: str, language: str) -> DutyText | None:
    """The text of a page in a language, if there is one."""
    version = stored.get((page, language))
    body = (version.body if version else None) or built_in(page, language)
    return DutyText(page, language, body, version) if body else None


def duty_text(page: str, language: str, *, exactly: bool = False) -> DutyText:
    """The text of a page in a language, else in the site's, else in Spanish, which each page has.

    With `exactly` in no other: an empty one where it has not been written.
    """
    others = () if exactly else (current_app.config["BABEL_DEFAULT_LOCALE"], "es")
    languages = dict.fromkeys((language, *others))
    stored = latest([page], languages)
    found = (text_in(stored, page, one) for one in languages)
    return next(filter(None, found), DutyText(page, language, "", None))


def duty_states() -> Mapping[str, Mapping[str, DutyText]]:
    """What there is of each page, by page and language."""
    stored = latest(TITLES, LANGUAGES)
    texts = {page: {one: text_in(stored, page, one) for one in LANGUAGES} for page in TITLES}
    return {page: {one: text for one, text in found.items() if text} for page, found in texts.items()}


def duty_versions(page: str, language: str) -> Sequence[DutyVersion]:
    """Every version of a page in a language, the latest first; NotFound where there is no text at all."""
    versions = db.session.scalars(
        select(DutyVersion)
        .where(DutyVersion.page == page, DutyVersion.language == language)
        .options(joinedload(DutyVersion.editor))
        .order_by(DutyVersion.number.desc())
    ).all()
    if not versions and built_in(page, language) is None:
        raise NotFound
    return versions


def blank_values() -> Mapping[str, str]:
    """What fills the blanks: what the operator said, and what the program knows itself."""
    given = {row.name: row.value for row in db.session.scalars(select(BlankValue))}
    return given | {"site": current_app.config["SITE_NAME"], "home": absolute_url("home.index")}


def gaps() -> Mapping[str, Sequence[str]]:
    """The names of the blanks still empty in each page's text for the site's language; pages without any
    are left out. Two statements."""
    values, language = blank_values(), current_app.config["BABEL_DEFAULT_LOCALE"]
    stored = latest(TITLES, {language, "es"})
    texts = [text_in(stored, page, language) or text_in(stored, page, "es") for page in TITLES]
    found = {text.page: missing_in([text.body], values) for text in texts if text}
    return {page: names for page, names in found.items() if names}
