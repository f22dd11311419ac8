"""The administrators' pages: the audit log."""

from flask import Blueprint, render_template

from forum.admin import rules
from forum.admin.queries import actors_of
from forum.audit.queries import audit_list, broken_links
from forum.lib.keys import asked_cursor
from forum.permissions import require, viewer

__all__ = ["bp", "rules"]

bp = Blueprint("admin", __name__)


@bp.get("/admin/audit")
def audit_log() -> str:
    """Every act of moderation and administration, the latest first, and whether the chain holds."""
    require(viewer(), "admin.enter")
    rows = audit_list(asked_cursor())
    return render_template("admin/audit.html", rows=rows, actors=actors_of(rows), broken=broken_links())
