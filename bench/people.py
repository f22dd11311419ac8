"""Run on its own over a data folder: the paths that are measured, and people with their sessions, as JSON.

The sessions are signed with the folder's own key: signing in 40 people would measure password hashing.
"""

import json
import sys
from typing import Any

from flask import Flask
from sqlalchemy import select

from bench.pages import last_full_page, longest_thread, path_of
from forum.accounts.models import User
from forum.app import create_app
from forum.extensions import db

MANY = 40


def described(app: Flask) -> dict[str, Any]:
    """The longest thread's first and last page, its title, and the session cookies of some members."""
    with app.app_context():
        thread = longest_thread()
        members = select(User.session_token).where(User.role == "member").order_by(User.id).limit(MANY)
        serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
        tokens = db.session.scalars(members).all()
        return {
            "first": path_of(thread),
            "last": path_of(thread, last_full_page(thread)),
            "replies": f"{path_of(thread)}/replies",
            "cookies": [
                f"session={serializer.dumps({'_user_id': token, '_fresh': True})}" for token in tokens
            ],
        }


if __name__ == "__main__":
    json.dump(described(create_app()), sys.stdout)
