"""Telling all people something officially, as the law wants when the rules of the site change."""

from flask_babel import force_locale
from sqlalchemy import func, select

from forum.accounts.models import User
from forum.extensions import db
from forum.lib.locale import languages
from forum.notifications.actions.communications import full_link
from forum.notifications.actions.mails import on_one_line
from forum.notifications.jobs.announcements import announced
from forum.notifications.models import Announcement


def communicate_all(
    kind: str, subject: object, template: str, link: str = "", **values: object
) -> Announcement:
    """Write everybody who has an account the text of a template, each in their language.

    The worker does so, batch by batch, once the caller's transaction has committed, as `communicate` does:
    `values` are what JSON holds. Whoever registers later is not written to.

    Source: Regulation (EU) 2022/2065, art. 14(2).
    """
    full_link(link)
    last = db.session.scalar(select(func.coalesce(func.max(User.id), 0)))
    what = {"kind": kind, "template": template, "link": link, "fields": values}
    made = Announcement(subjects=in_each_language(subject), last=last, **what)
    db.session.add(made)
    db.session.flush()
    announced.soon()
    return made


def in_each_language(subject: object) -> dict[str, str]:
    """A lazy text by language."""
    said = {}
    for code, _ in languages():
        with force_locale(code):
            said[code] = on_one_line(str(subject))
    return said
