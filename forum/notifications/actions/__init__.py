"""Telling people, by notification and by mail. The caller owns the transaction; nothing here commits."""

from forum.notifications.actions.announcements import communicate_all
from forum.notifications.actions.communications import communicate
from forum.notifications.actions.mails import tell, tell_address, write_mail
from forum.notifications.actions.news import (
    mark_all_read,
    mark_opened,
    mark_read,
    tell_of_call,
    tell_of_found,
    tell_of_moved,
    tell_of_post,
    tell_of_thread_read,
)

__all__ = [
    "communicate",
    "communicate_all",
    "mark_all_read",
    "mark_opened",
    "mark_read",
    "tell",
    "tell_address",
    "tell_of_call",
    "tell_of_found",
    "tell_of_moved",
    "tell_of_post",
    "tell_of_thread_read",
    "write_mail",
]
