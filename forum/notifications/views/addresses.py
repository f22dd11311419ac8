"""Where news lead to."""

from forum.debates.queries import page_of
from forum.debates.views.addresses import thread_url
from forum.lib.urls import path_for
from forum.notifications.queries import News


def news_url(news: News) -> str:
    """The address of the first thing that is new; opening it marks the notification as read."""
    if news.thread is None:
        return path_for("saved.news", search_id=news.notification.search_id)
    number = news.notification.first
    return thread_url(news.thread, page_of(number), f"post-{number}")
