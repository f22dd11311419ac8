"""What people and moderators do. The caller owns the transaction."""

from forum.moderation.actions.appeals import appeal, hear
from forum.moderation.actions.cases import assign_case, note_case, release_case, take_case
from forum.moderation.actions.deciding import Grounds, decide_post, decide_thread, dismiss_case
from forum.moderation.actions.flagging import flag_automatically, flag_person, flag_post
from forum.moderation.actions.notices import Said, forget_notifier, receive_notice
from forum.moderation.actions.replies import forget_reply, save_reply
from forum.moderation.actions.sanctions import decide_person, hold_both, note_person
from forum.moderation.actions.undoing import undo_decision

__all__ = [
    "Grounds",
    "Said",
    "appeal",
    "assign_case",
    "decide_person",
    "decide_post",
    "decide_thread",
    "dismiss_case",
    "flag_automatically",
    "flag_person",
    "flag_post",
    "forget_notifier",
    "forget_reply",
    "hear",
    "hold_both",
    "note_case",
    "note_person",
    "receive_notice",
    "release_case",
    "save_reply",
    "take_case",
    "undo_decision",
]
