"""The forms of this room, by noun. They validate and never save."""

from forum.debates.forms.edits import EditForm, EditOpeningForm, FollowForm, PlainForm, WithdrawForm
from forum.debates.forms.pictures import PictureForm
from forum.debates.forms.texts import KEPT, ReplyForm, TextForm, ThreadForm

__all__ = [
    "KEPT",
    "EditForm",
    "EditOpeningForm",
    "FollowForm",
    "PictureForm",
    "PlainForm",
    "ReplyForm",
    "TextForm",
    "ThreadForm",
    "WithdrawForm",
]
