"""Telling people, by notification and by mail. The caller owns the transaction; nothing here commits."""

from forum.notifications.actions.mails import tell, write_mail
from forum.notifications.actions.news import (
    mark_all_read,
    mark_read,
    tell_of_found,
    tell_of_post,
    tell_of_thread_read,
)

__all__ = [
    "mark_all_read",
    "mark_read",
    "tell",
    "tell_of_found",
    "tell_of_post",
    "tell_of_thread_read",
    "write_mail",
]
