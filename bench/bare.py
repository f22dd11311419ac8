"""The least that a page for someone signed in costs in Flask: Flask-Login, and bytes that are there."""

from collections.abc import Mapping

from flask import Flask, Response, redirect
from flask_login import LoginManager, UserMixin, login_required, login_user
from werkzeug.wrappers import Response as AnyResponse

from bench.plain import answer, pages_given


class Person(UserMixin):
    """The one person there is."""

    id = "1"


someone = Person()


def load(key: str) -> Person | None:
    """The person, who is asked of nobody."""
    return someone if key == someone.id else None


def create_app(pages: Mapping[str, bytes] | None = None) -> Flask:
    """An application that gives these pages, else those that lie ready, to who signed in."""
    given = pages_given() if pages is None else pages
    app = Flask(__name__)
    app.secret_key = "for measuring alone, on this machine"
    LoginManager(app).user_loader(load)

    @app.get("/sign-in")
    def sign_in() -> AnyResponse:
        login_user(someone)
        return redirect("/page")

    @app.get("/<name>")
    @login_required
    def page(name: str) -> Response:
        return answer(given, name)

    return app
