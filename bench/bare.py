"""The least that a page for someone signed in costs in Flask: Flask-Login, and bytes that are there."""

import os
from pathlib import Path

from flask import Flask, Response, redirect
from flask_login import LoginManager, UserMixin, login_required, login_user
from werkzeug.wrappers import Response as AnyResponse

PAGE = Path(os.environ["BENCH_PAGE"]).read_bytes()


class Person(UserMixin):
    """The one person there is."""

    id = "1"


app = Flask(__name__)
app.secret_key = "for measuring alone, on this machine"
logins = LoginManager(app)
someone = Person()


@logins.user_loader
def load(key: str) -> Person | None:
    """The person, who is asked of nobody."""
    return someone if key == someone.id else None


@app.get("/sign-in")
def sign_in() -> AnyResponse:
    """Sign in."""
    login_user(someone)
    return redirect("/page")


@app.get("/page")
@login_required
def page() -> Response:
    """The page."""
    return Response(PAGE, mimetype="text/html")
