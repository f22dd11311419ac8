"""Answers that a reader may keep, and asks about again: whole, or 304 where nothing changed."""

from flask import request
from werkzeug.wrappers import Response


def conditional(response: Response, *, private: bool = False) -> Response:
    """Let whoever asked keep the answer, and have them ask each time whether it still holds.

    The tag is a digest of the body. There is no date beside it: what is removed from a feed takes its own
    date along, and whoever asked by date would go on showing it. `private`: for this person alone.
    """
    response.headers["Cache-Control"] = "private, no-cache" if private else "no-cache"
    if private:
        response.vary.update(["Cookie", "Authorization"])
    response.add_etag()
    return response.make_conditional(request)
