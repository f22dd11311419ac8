"""The forms of flagging, deciding and appealing. They validate and never save."""

from forum.moderation.forms.appeals import AppealForm, HearingForm
from forum.moderation.forms.bans import BanForm
from forum.moderation.forms.cases import AssignForm, BulkForm, NoteForm, PlainForm
from forum.moderation.forms.deciding import CaseForm, DecisionForm, PersonForm, ThreadDecisionForm
from forum.moderation.forms.flagging import FlagForm
from forum.moderation.forms.notices import NoticeForm
from forum.moderation.forms.replies import ReplyForm

__all__ = [
    "AppealForm",
    "AssignForm",
    "BanForm",
    "BulkForm",
    "CaseForm",
    "DecisionForm",
    "FlagForm",
    "HearingForm",
    "NoteForm",
    "NoticeForm",
    "PersonForm",
    "PlainForm",
    "ReplyForm",
    "ThreadDecisionForm",
]
