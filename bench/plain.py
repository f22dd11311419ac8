"""The least that a page costs in Flask: bytes that are there."""

import os
from collections.abc import Mapping
from pathlib import Path

from flask import Flask, Response, abort


def pages_given() -> dict[str, bytes]:
    """The pages that lie in the folder BENCH_PAGES, by name."""
    return {path.name: path.read_bytes() for path in Path(os.environ["BENCH_PAGES"]).iterdir()}


def answer(pages: Mapping[str, bytes], name: str) -> Response:
    """A page by its name."""
    return Response(pages[name], mimetype="text/html") if name in pages else abort(404)


def create_app(pages: Mapping[str, bytes] | None = None) -> Flask:
    """An application that gives these pages, else those that lie ready, to everybody."""
    given = pages_given() if pages is None else pages
    app = Flask(__name__)

    @app.get("/<name>")
    def page(name: str) -> Response:
        return answer(given, name)

    return app
