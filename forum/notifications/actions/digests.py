"""The mail that tells a person of their news, and no longer wanting such mails."""

from collections.abc import Sequence

from flask import current_app
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_babel.speaklater import LazyString
from itsdangerous import BadData, URLSafeSerializer
from sqlalchemy import select, update

from forum.accounts.models import User
from forum.extensions import db
from forum.lib.refusals import Gone
from forum.lib.urls import absolute_url
from forum.notifications.actions.mails import tell
from forum.notifications.addresses import news_place
from forum.notifications.models import SavedSearch
from forum.notifications.queries import News
from forum.notifications.wording import said_of, title_of_news


def write_news(user: User, news: Sequence[News]) -> None:
    """Write a person one mail of these news."""
    stop = absolute_url("notifications.unsubscribe", token=signer().dumps(user.id))
    more = {"settings": absolute_url("notifications.preferences"), "stop": stop}
    links = [(one, news_link(one)) for one in news]
    tell(user, LazyString(subject_of, news), "news", unsubscribe=stop, news=links, **more)


def subject_of(news: Sequence[News]) -> str:
    """What the mail is about: its one piece of news, or how many there are."""
    if len(news) == 1:
        return f"{said_of(news[0])}: {title_of_news(news[0])}"
    return ngettext("Tu resumen: %(num)d novedad", "Tu resumen: %(num)d novedades", len(news))


def news_link(news: News) -> str:
    """The absolute address of what is new."""
    endpoint, values = news_place(news)
    return absolute_url(endpoint, **values)


def signer(what: str = "notifications.unsubscribe") -> URLSafeSerializer:
    """What signs the links that stop mails: they work as long as the account is there, without signing in.

    `what` mails those are, so that a link stops no others.
    """
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt=what)


def signed_id(token: str, signed: URLSafeSerializer) -> int:
    """Whose mails a link stops. Raises Gone."""
    try:
        return int(signed.loads(token))
    except (BadData, ValueError, TypeError):
        raise Gone(_("Este enlace no vale.")) from None


def person_of(token: str) -> User:
    """Whose mails with news a link stops. Raises Gone."""
    found = User.id == signed_id(token, signer()), User.state != "erased"
    user = db.session.scalar(select(User).where(*found))
    if user is None:
        raise Gone(_("Este enlace no vale."))
    return user


def choose_mails(user: User, when: str) -> None:
    """Mails with news as the person wants them now. Whoever stops them stops those of saved searches too;
    one of these may be chosen again by itself."""
    if when == "none" != user.news_mail:
        stop_mails(user)
    user.news_mail = when


def stop_mails(user: User) -> None:
    """No more mails with news; what the bell tells stays."""
    user.news_mail = "none"
    db.session.execute(
        update(SavedSearch).where(SavedSearch.user_id == user.id).values(mail="none"),
        execution_options={"synchronize_session": False},
    )
