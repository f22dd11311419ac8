"""Flagging, and the moderators' room."""

from forum.moderation import jobs, rules
from forum.moderation.openness import views as openness
from forum.moderation.screening import views as screening
from forum.moderation.threadwork import arranging
from forum.moderation.threadwork import views as threadwork
from forum.moderation.views import (
    appeals,
    bans,
    cases,
    deciding,
    editing,
    flagging,
    notices,
    own,
    people,
    queue,
    replies,
)
from forum.moderation.views.blueprint import bp
from forum.moderation.weekly import jobs as weekly_jobs
from forum.moderation.weekly import views as weekly

__all__ = [
    "appeals",
    "arranging",
    "bans",
    "bp",
    "cases",
    "deciding",
    "editing",
    "flagging",
    "jobs",
    "notices",
    "openness",
    "own",
    "people",
    "queue",
    "replies",
    "rules",
    "screening",
    "threadwork",
    "weekly",
    "weekly_jobs",
]
