"""What people are told of, by noun."""

from forum.notifications.queries.communications import communication_list, find_communication
from forum.notifications.queries.news import News, as_news, news_list, unread_count, with_all

__all__ = [
    "News",
    "as_news",
    "communication_list",
    "find_communication",
    "news_list",
    "unread_count",
    "with_all",
]
