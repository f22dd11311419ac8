"""The blueprint that this room's views register on."""

from flask import Blueprint

bp = Blueprint("debates", __name__)

SECTIONS = "any(debates, blog)"
