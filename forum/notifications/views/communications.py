"""What was written officially to whoever is signed in, suspended or not."""

from flask import render_template

from forum.lib.keys import asked_cursor
from forum.lib.transactions import write_or_lose
from forum.notifications import actions, queries
from forum.notifications.views.blueprint import bp
from forum.permissions import require, viewer


@bp.get("/me/communications")
def communications() -> str:
    """The person's communications, the latest first."""
    require(viewer(), "news.read")
    found = queries.communication_list(viewer().id, asked_cursor())
    return render_template("notifications/communications.html", communications=found)


@bp.get("/notifications/communications/<id:communication_id>")
def communication(communication_id: int) -> str:
    """One of them; opening it reads its notification. 404 to anybody else."""
    require(viewer(), "news.read")
    reader_id = viewer().id or 0
    found = queries.find_communication(communication_id, reader_id)
    page = render_template("notifications/communication.html", communication=found.communication)
    if found.unread:
        write_or_lose("opening of a communication", lambda: actions.mark_opened(reader_id, communication_id))
    return page
