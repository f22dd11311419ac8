"""Cookies that keep what somebody chose in this browser, and those that say who they are."""

from flask import Flask, current_app
from flask_login import COOKIE_NAME
from werkzeug.wrappers import Response

THEME = "theme"  # light or dark, in place of what the device says
YEAR = 365 * 86_400


def keep(response: Response, name: str, value: str) -> None:
    """Keep the choice for a year; without `value`, forget it."""
    secure = current_app.config["SESSION_COOKIE_SECURE"]
    age = YEAR if value else 0
    response.set_cookie(name, value, max_age=age, samesite="Lax", secure=secure, httponly=True)


def personal_cookies(app: Flask) -> frozenset[str]:
    """The names of the cookies that say who somebody is: of a session, of a remembered sign-in."""
    remembered = app.config.get("REMEMBER_COOKIE_NAME", COOKIE_NAME)
    return frozenset((app.config["SESSION_COOKIE_NAME"], remembered))
