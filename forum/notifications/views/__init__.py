"""Pages of news, and what people say about them."""

from forum.notifications import rules
from forum.notifications.views import news, preferences
from forum.notifications.views.blueprint import bp

__all__ = ["bp", "news", "preferences", "rules"]
