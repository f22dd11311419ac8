"""What news say, in the reader's language."""

from flask_babel import gettext as _
from flask_babel import ngettext

from forum.notifications.queries import News


def title_of_news(news: News) -> str:
    """What a piece of news is about: the thread's title, the name of the search, or what is written."""
    if news.thread is not None:
        return news.thread.title
    if news.communication is not None:
        return news.communication.subject
    return news.search.name if news.search else ""


def said_of(news: News) -> str:
    """How much there is new."""
    if news.communication is not None:
        return _("Comunicación")
    if news.search is not None:
        if news.many:
            return _("Más de 99 resultados nuevos")
        return ngettext("%(num)d resultado nuevo", "%(num)d resultados nuevos", news.posts)
    if news.notification.kind != "thread":
        return _("Te han respondido") if news.answers else _("Te han mencionado")
    if news.many:
        return _("Más de 99 mensajes nuevos")
    return ngettext("%(num)d mensaje nuevo", "%(num)d mensajes nuevos", news.posts)
