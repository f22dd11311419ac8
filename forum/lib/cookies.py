"""Cookies that keep what somebody chose in this browser."""

from flask import current_app
from werkzeug.wrappers import Response

YEAR = 365 * 86_400


def keep(response: Response, name: str, value: str) -> None:
    """Keep the choice for a year; without `value`, forget it."""
    secure = current_app.config["SESSION_COOKIE_SECURE"]
    age = YEAR if value else 0
    response.set_cookie(name, value, max_age=age, samesite="Lax", secure=secure, httponly=True)
