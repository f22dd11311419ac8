"""The forms of this room, by noun. They validate and never save."""

from forum.debates.forms.pictures import PictureForm
from forum.debates.forms.texts import (
    KEPT,
    EditForm,
    EditOpeningForm,
    PlainForm,
    ReplyForm,
    TextForm,
    ThreadForm,
    WithdrawForm,
)

__all__ = [
    "KEPT",
    "EditForm",
    "EditOpeningForm",
    "PictureForm",
    "PlainForm",
    "ReplyForm",
    "TextForm",
    "ThreadForm",
    "WithdrawForm",
]
