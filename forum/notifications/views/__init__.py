"""Pages of news, and what people say about them."""

from forum.notifications import rules
from forum.notifications.jobs import digests
from forum.notifications.views import communications, news, preferences, unsubscribing
from forum.notifications.views.blueprint import bp

__all__ = ["bp", "communications", "digests", "news", "preferences", "rules", "unsubscribing"]
