"""Where news lead to."""

from forum.debates.queries import page_of
from forum.lib.urls import path_for
from forum.notifications.queries import News


def news_url(news: News) -> str:
    """The address of the first thing that is new; opening it marks the notification as read."""
    endpoint, values = news_place(news)
    return path_for(endpoint, **values)


def news_place(news: News) -> tuple[str, dict[str, object]]:
    """The endpoint of that address, and its values."""
    thread, number = news.thread, news.notification.first
    if news.communication is not None:
        return "notifications.communication", {"communication_id": news.communication.id}
    if thread is None:
        return "saved.news", {"search_id": news.notification.search_id}
    page = page_of(number)
    place = {"section": thread.section, "thread": thread, "page": page if page > 1 else None}
    return "debates.show_thread", {**place, "_anchor": f"post-{number}"}
