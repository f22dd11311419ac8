"""The blueprint that this room's views register on."""

from flask import Blueprint

bp = Blueprint("moderation", __name__)

Answer = str | tuple[str, int]
