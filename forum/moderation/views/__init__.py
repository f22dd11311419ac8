"""Flagging, and the moderators' room."""

from forum.moderation import rules
from forum.moderation.views import deciding, flagging, queue
from forum.moderation.views.blueprint import bp

__all__ = ["bp", "deciding", "flagging", "queue", "rules"]
