"""What happens later: mails of news are written, and mails are sent."""

from forum.notifications.jobs.outbox import PAUSES, claim, deliver_mail, send_waiting

__all__ = ["PAUSES", "claim", "deliver_mail", "send_waiting"]
