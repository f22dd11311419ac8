"""What is said to a text that was submitted: published, to be approved or refused; flagged or not.

Who moderates where it stands is only warned of personal data.
"""

from collections.abc import Callable, Sequence

from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from forum.debates.actions import Submitted, Verdict
from forum.debates.models import Post
from forum.lib.locale import site_language
from forum.moderation.actions import flag_automatically
from forum.moderation.held import was_read
from forum.moderation.models.cases import UNREAD
from forum.moderation.screening.reading import (
    Placed,
    digest_of,
    in_other_words,
    key_of,
    listed,
    personal_in,
    watched_in,
)
from forum.moderation.screening.snapshot import Snapshot, newest_snapshot, snapshot
from forum.moderation.screening.weighing import weigh

KINDS = {"dni": "DNI", "nie": "NIE", "iban": "IBAN", "phone": _l("teléfono"), "mail": _l("correo")}
Then = Sequence[Callable[[Post], object]]


def judge(submitted: Submitted) -> Verdict:
    """What is said to the text."""
    personal = personal_in(submitted)
    if personal and submitted.insisted != digest_of(submitted):
        return warning(submitted, personal)
    then = [calling("personal_data", kinds_of(personal))] if personal else []
    return Verdict(then=then) if submitted.moderates else judge_words(submitted, then)


def warning(submitted: Submitted, personal: Sequence[Placed]) -> Verdict:
    """The writer is told what was found and where, and may publish it even so."""
    said = _("Parece que hay datos personales. Debajo del texto están los que hemos visto.")
    errors = dict.fromkeys((found.where for found in personal), said)
    return Verdict("refused", errors, warned=personal, insist=digest_of(submitted))


def kinds_of(personal: Sequence[Placed]) -> str:
    """Which kinds of personal data were found, for moderators: never the data."""
    with force_locale(site_language()):
        kinds = ", ".join(str(KINDS[kind]) for kind in dict.fromkeys(found.kind for found in personal))
        return _("El texto parece tener datos personales: %(kinds)s.", kinds=kinds)


def judge_words(submitted: Submitted, then: Then) -> Verdict:
    """What the watched words of the text have done to it; the rest is weighed in the transaction."""
    rules = snapshot()
    found = watched_in(submitted, rules)
    if found.get("block"):
        rules = newest_snapshot()  # nothing else would notice that a word is no longer watched
        found = watched_in(submitted, rules)
    if found.get("block"):
        words = listed(found["block"])
        return Verdict(
            "refused", {"body": _("Hay palabras que aquí no se publican: %(words)s.", words=words)}
        )
    title, body, left = in_other_words(submitted, found.get("replace", ()))
    approve = [*found.get("approve", ()), *left]
    notes = [calling("other", words_said(listed(found["flag"])))] if found.get("flag") else []
    key = None if submitted.before else key_of(submitted)
    return Verdict(
        "pending" if approve else "publish",
        title=title,
        body=body,
        why=[words_said(listed(approve))] if approve else [],
        key=key,
        weigh=weighed(submitted, key, rules),
        then=[*then, *notes],
    )


def weighed(submitted: Submitted, key: str | None, rules: Snapshot) -> Callable[[], Verdict]:
    """What depends on the database, to be asked in the transaction."""

    def ask() -> Verdict:
        why = weigh(submitted, key, rules)
        if submitted.before and why:
            return Verdict(then=[calling("other" if was_read(note) else UNREAD, note) for note in why])
        return Verdict("pending" if why else "publish", why=why)

    return ask


def words_said(words: str) -> str:
    """Which watched words a text has, for moderators."""
    with force_locale(site_language()):
        return _("Tiene palabras vigiladas: %(words)s.", words=words)


def calling(reason: str, note: str) -> Callable[[Post], None]:
    """Calls for moderation of a post, once it is stored; who looks at one that waits is told there."""

    def call(post: Post) -> None:
        if post.visible and post.thread.state == "visible":
            flag_automatically(post, reason, note)
        else:
            waiting = post.thread if post.is_opening and post.visible else post
            waiting.gone_reason = f"{waiting.gone_reason} {note}".strip()

    return call
