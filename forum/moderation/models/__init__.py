"""The tables of moderation, by noun."""

from forum.moderation.models.appeals import APPEAL, Appeal
from forum.moderation.models.cases import OPEN_STATES, Case, CaseNote, Flag, MovedCase
from forum.moderation.models.decisions import SANCTIONS, Decision
from forum.moderation.models.notices import Notice
from forum.moderation.models.people import PersonNote
from forum.moderation.models.replies import SavedReply

__all__ = [
    "APPEAL",
    "OPEN_STATES",
    "SANCTIONS",
    "Appeal",
    "Case",
    "CaseNote",
    "Decision",
    "Flag",
    "MovedCase",
    "Notice",
    "PersonNote",
    "SavedReply",
]
