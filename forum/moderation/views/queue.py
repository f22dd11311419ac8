"""The moderators' room: what waits, what was decided."""

from flask import render_template

from forum.debates.views.lists import asked_cursor
from forum.moderation import queries
from forum.moderation.views.blueprint import bp
from forum.permissions import require, viewer


def enter() -> None:
    """Refuse whoever moderates nothing."""
    require(viewer(), "moderation.enter")


@bp.get("/moderation/")
def queue() -> str:
    """The open cases, the latest first."""
    enter()
    cases = queries.case_list(viewer(), is_open=True, after=asked_cursor())
    return render_template("moderation/queue.html", cases=cases, pending=queries.pending_count(viewer()))


@bp.get("/moderation/resolved")
def resolved() -> str:
    """The closed cases."""
    enter()
    cases = queries.case_list(viewer(), is_open=False, after=asked_cursor())
    return render_template("moderation/queue.html", cases=cases, pending=queries.pending_count(viewer()))


@bp.get("/moderation/pending")
def pending() -> str:
    """Posts that await approval."""
    enter()
    posts = queries.pending_posts(viewer(), asked_cursor())
    return render_template("moderation/pending.html", posts=posts, pending=queries.pending_count(viewer()))


@bp.get("/moderation/log")
def log() -> str:
    """What was decided, the latest first."""
    enter()
    decisions = queries.decision_list(viewer(), asked_cursor())
    return render_template(
        "moderation/log.html", decisions=decisions, pending=queries.pending_count(viewer())
    )
