"""The accounts of an export's authors."""

from forum.accounts.actions import create_user, free_username
from forum.accounts.identity import clean_email
from forum.accounts.models import User
from forum.accounts.queries import with_email
from forum.extensions import db
from forum.importers.wordpress.actions.run import Run
from forum.importers.wordpress.rows import Person
from forum.lib.refusals import Invalid


def settle(run: Run, person: Person) -> None:
    """Find the person's account, or make one: theirs by an earlier import, or by a confirmed address."""
    email = whose_email(person.email, run.plan.key)
    if person.key in run.known:
        run.people[person.key] = db.session.get_one(User, run.known[person.key])
    elif isinstance(email, User):
        run.people[person.key] = email
    else:
        run.people[person.key] = create_user(
            free_username(person.login),
            email=email,
            display_name=person.name,
            created=run.plan.since.get(person.key),
            origin=person.key,
        )
        run.report.people += 1


def whose_email(address: str, site: str) -> User | str | None:
    """Whose confirmed address this is, or the address if it is nobody's; None if it cannot be used.

    An address that two authors of one site share is the first one's.
    """
    try:
        email = clean_email(address)
    except Invalid:
        return None
    holder = with_email(email)
    if holder is None:
        return email
    shared = (holder.origin or "").startswith(f"{site}:")
    return None if shared or holder.confirmed_at is None or holder.state == "erased" else holder
