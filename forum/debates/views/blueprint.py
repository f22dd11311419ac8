"""The blueprint that this room's views register on."""

from flask import Blueprint
from werkzeug.wrappers import Response

bp = Blueprint("debates", __name__)

SECTIONS = "any(debates, blog)"

Answer = str | tuple[str, int] | Response
