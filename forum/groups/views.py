"""The list of groups. A group's own page lists threads, so it is `debates.group_page`."""

from flask import Blueprint, render_template

from forum.groups.queries import group_list as groups_for
from forum.permissions import viewer

bp = Blueprint("groups", __name__)


@bp.get("/groups/")
def group_list() -> str:
    """The groups that the reader may know of."""
    return render_template("groups/list.html", groups=groups_for(viewer()))
