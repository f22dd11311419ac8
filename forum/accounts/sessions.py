"""Who is signed in: Flask-Login's session, bound to the person's session token, so that a new one ends it."""

from datetime import timedelta

from flask import current_app, g, request, session
from flask_login import login_user, logout_user
from sqlalchemy import bindparam, select

from forum.accounts.actions import seen
from forum.accounts.models import User
from forum.extensions import db, login_manager

REMEMBERED = timedelta(days=90)
PERSON = select(User).where(User.session_token == bindparam("session_token"))

# No session is tied to a network address: proxies and phones change theirs all day.
login_manager.session_protection = None


@login_manager.user_loader
def load_person(session_token: str) -> User | None:
    """Whose session it is; nobody's once the token was replaced. A visit to be noted is put in `g`."""
    user = db.session.scalar(PERSON, {"session_token": session_token})
    if user is None or not user.is_active:
        return None
    if not seen(user):
        g.visitor = user.id
    return user


def start_session(user: User, *, remember: bool = False) -> None:
    """Sign the person in, in a session that holds nothing of the one before."""
    session.clear()
    login_user(user, remember=remember, duration=REMEMBERED)


def renew_session(user: User) -> None:
    """Sign the person in again after their session token changed, here alone."""
    name = current_app.config.get("REMEMBER_COOKIE_NAME", "remember_token")
    start_session(user, remember=name in request.cookies)


def end_session() -> None:
    """Sign out in this browser."""
    session.clear()
    logout_user()
