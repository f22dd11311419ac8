"""The blueprint that this room's views register on."""

from flask import Blueprint
from werkzeug.wrappers import Response

bp = Blueprint("profiles", __name__)

Answer = str | tuple[str, int] | Response
