"""Which comments come along, in which order, and as whose."""

from datetime import datetime, tzinfo

from flask_babel import gettext as _

from forum.importers.wordpress import notes
from forum.importers.wordpress.convert import convert_comment
from forum.importers.wordpress.dates import moment
from forum.importers.wordpress.labels import comment_label, comment_number, line
from forum.importers.wordpress.plan import Plan
from forum.importers.wordpress.rows import Person, Reply
from forum.importers.wordpress.wxr import Comment, Item
from forum.lib.markdown import TextRefused, render_html
from forum.lib.slugs import fold

LONGEST_NAME = 120
APPROVED = ("1", "approve", "approved")
REFUSED = {"spam": notes.SPAM, "trash": notes.TRASH, "post-trashed": notes.TRASH}
TYPES = ("comment", "review")
PINGS = ("pingback", "trackback")


def replies_of(item: Item, plan: Plan, base: str, zone: tzinfo, created: datetime) -> tuple[Reply, ...]:
    """The comments of an item that come along, by date, each after the one that it answers.

    The others are noted in the plan. `created` is the item's date, for comments that have none.
    """
    found: dict[str, Reply] = {}
    for comment in item.comments:
        key = comment_key(plan, comment_number(comment))
        why = why_not(comment) or plan.claim(key)
        if why is not None:
            plan.skip(comment_label(comment), why)
            continue
        try:
            found[key] = reply_of(comment, key, plan, base, zone, created)
        except TextRefused as refused:
            plan.skip(comment_label(comment), refused.message)
    return tuple(parents_first(found))


def why_not(comment: Comment) -> object | None:
    """Why a comment stays behind, if it does."""
    if not comment.content.strip():
        return notes.EMPTY_COMMENT
    if comment.approved in REFUSED:
        return REFUSED[comment.approved]
    if comment.type in PINGS:
        return notes.PING
    return None if comment.type in TYPES else notes.OTHER_COMMENT


def reply_of(comment: Comment, key: str, plan: Plan, base: str, zone: tzinfo, created: datetime) -> Reply:
    """The reply that a comment becomes. Raises TextRefused."""
    label = comment_label(comment)
    converted = convert_comment(comment.content, base)
    for why in converted.notes:
        plan.skip(label, why)
    text = render_html(converted.html)
    name = line(comment.author)[:LONGEST_NAME] or _("Anónimo")
    return Reply(
        key=key,
        label=label,
        author=signed_in(comment.user_id, name, plan),
        name=name,
        created=moment(comment.date_gmt, comment.date, "", zone, created),
        parent=comment_key(plan, comment.parent),
        text=text,
        approved=comment.approved in APPROVED,
    )


def comment_key(plan: Plan, number: str) -> str:
    """Where a comment comes from, as the `origin` of its post will say."""
    return f"{plan.key}:comment:{number}"[:255]


def signed_in(user_id: str, name: str, plan: Plan) -> str:
    """The key of the author who wrote a comment signed in and under their own name, or nothing."""
    if user_id in ("", "0"):
        return ""
    return next((row.key for row in plan.people.values() if row.id == user_id and is_called(row, name)), "")


def is_called(person: Person, name: str) -> bool:
    """Whether a commenter's name is the person's."""
    return fold(name) in (fold(person.name), fold(person.login))


def parents_first(replies: dict[str, Reply]) -> list[Reply]:
    """Replies by date, each after the one that it answers, even where dates or parents make no sense."""
    placed: dict[str, Reply] = {}
    for reply in sorted(replies.values(), key=lambda reply: reply.created):
        line: dict[str, Reply] = {}
        above: Reply | None = reply
        while above is not None and above.key not in placed and above.key not in line:
            line[above.key] = above
            above = replies.get(above.parent)
        placed.update(reversed(line.items()))
    return list(placed.values())
