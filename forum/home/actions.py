"""Changing the duty pages and filling in their blanks. The caller owns the transaction."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from forum.accounts.models import User
from forum.audit.actions import record
from forum.debates.actions import TextChanged
from forum.extensions import db
from forum.home.blanks import revision_of
from forum.home.models import BlankValue, DutyVersion
from forum.lib.locks import hold_word
from forum.lib.urls import path_here
from forum.notifications.actions import communicate_all


def write_page(
    page: str,
    language: str,
    body: str | None,
    editor: User,
    *,
    seen: int | None,
    reason: str = "",
    tell_all: bool = False,
) -> DutyVersion:
    """Add a version to a page in a language; without `body` the page goes back to the built-in text.

    `seen` is the number of the version that the editor saw. With `tell_all` everybody is written what
    changed, in the words of `reason`. Raises TextChanged if there is a newer one.
    """
    hold_word("page", f"{page} {language}")
    here = (DutyVersion.page == page, DutyVersion.language == language)
    last = db.session.scalar(select(func.max(DutyVersion.number)).where(*here)) or 0
    if seen is not None and seen != last:
        raise TextChanged
    version = DutyVersion(
        page=page, language=language, number=last + 1, body=body, editor_id=editor.id, reason=reason
    )
    db.session.add(version)
    db.session.flush()
    act = "page.edit" if body else "page.reset"
    told = {"told": True} if tell_all else {}
    record(act, "page", version.id, editor.id, page=page, language=language, number=version.number, **told)
    if tell_all:
        link = path_here("home.rule_versions")
        communicate_all("rules", _l("Cambian las normas"), "rules_changed", link, summary=reason)
    return version


def fill_blanks(values: Mapping[str, str], editor: User, *, seen: str = "") -> list[str]:
    """Fill in blanks, or empty them; gives the names of those that changed.

    `seen` is the revision of the values that the editor saw. Raises TextChanged if they are others by now.
    """
    hold_word("blanks", "all")
    stored = {row.name: row for row in db.session.scalars(select(BlankValue))}
    before = {name: row.value for name, row in stored.items()}
    if seen and seen != revision_of(before):
        raise TextChanged
    changed = [name for name, value in values.items() if value != before.get(name, "")]
    for name in changed:
        if not values[name]:
            db.session.delete(stored[name])
        elif name in stored:
            stored[name].value = values[name]
        else:
            db.session.add(BlankValue(name=name, value=values[name]))
    if changed:
        record("blanks.fill", "blanks", None, editor.id, names=changed)
    return changed
