"""The tables of news and of the mails that carry them, by noun."""

from forum.notifications.models.announcements import Announcement
from forum.notifications.models.communications import Communication
from forum.notifications.models.mails import Mail
from forum.notifications.models.news import FoundPost, Notification
from forum.notifications.models.searches import SavedSearch

__all__ = ["Announcement", "Communication", "FoundPost", "Mail", "Notification", "SavedSearch"]
