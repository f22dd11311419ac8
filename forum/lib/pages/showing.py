"""What a page says of itself while it is made: that it may be kept, and what it shows."""

from collections.abc import Mapping

from flask import g, has_request_context

from forum.extensions import db
from forum.lib import maintenance
from forum.lib.pages.revisions import SITE, revisions_by

Revisions = Mapping[str, int]


def shows(*names: str) -> None:
    """What is being read for this page changes with these names."""
    if has_request_context():
        g.setdefault("page_shows", set()).update(names)


def may_be_kept(*names: str) -> None:
    """Where a guest asks for it, this page is kept until what it shows changes: these names, and `shows`.

    What it shows is to be of one transaction: the one that is open now, or begins here.
    """
    shows(SITE, *names)
    db.session.connection()
    g.page_transaction = db.session().get_transaction()


def revisions_shown() -> Revisions | None:
    """The revisions of what the page shows, as of its transaction; None if it must not be kept.

    It did not say that it may, or it was read in more than one transaction, or what is known of maintenance
    is no longer so.
    """
    if "page_transaction" not in g or db.session().get_transaction() is not g.page_transaction:
        return None
    if maintenance.known() != maintenance.current():
        maintenance.forget()
        return None
    names = g.page_shows
    return dict.fromkeys(names, 0) | revisions_by(db.session.connection(), names)
