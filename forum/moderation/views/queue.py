"""The moderators' room: what waits, what was decided."""

from flask import render_template

from forum.lib.keys import asked_cursor
from forum.moderation import queries
from forum.moderation.views.blueprint import bp
from forum.permissions import require, viewer


def room(template: str, **shown: object) -> str:
    """A page of the room, with what waits on its tabs."""
    return render_template(f"moderation/{template}.html", waiting=queries.waiting(viewer()), **shown)


@bp.get("/moderation/")
def queue() -> str:
    """The open cases, the latest first."""
    require(viewer(), "moderation.enter")
    cases = queries.case_list(viewer(), is_open=True, after=asked_cursor())
    return room("queue", cases=cases, reasons=queries.reasons_of(cases))


@bp.get("/moderation/resolved")
def resolved() -> str:
    """The closed cases, the last closed first."""
    require(viewer(), "moderation.enter")
    cases = queries.case_list(viewer(), is_open=False, after=asked_cursor())
    return room("queue", cases=cases, reasons=queries.reasons_of(cases))


@bp.get("/moderation/pending")
def pending() -> str:
    """Posts that await approval, the latest first."""
    require(viewer(), "moderation.enter")
    return room("pending", posts=queries.pending_posts(viewer(), asked_cursor()))


@bp.get("/moderation/log")
def log() -> str:
    """What was decided, the latest first."""
    require(viewer(), "moderation.enter")
    return room("log", decisions=queries.decision_list(viewer(), asked_cursor()))
