"""Threads and posts as rows."""

from datetime import datetime, timedelta
from random import Random
from typing import Any

from forum.debates.actions.texts import SUMMARY, written
from forum.lib.markdown import Rendered, summary
from forum.lib.slugs import slugify
from forum.operations.seed.talks import Talk

EDITED, WITHDRAWN = 0.03, 0.004
PINNED, CLOSED = 0.002, 0.03


def thread_row(talk: Talk, text: Rendered, chance: Random) -> dict[str, Any]:
    """The thread as it is when all of it has been written."""
    return {
        "id": talk.id,
        "kind": talk.kind,
        "title": talk.title,
        "slug": slugify(talk.title),
        "group_id": talk.group_id or None,
        "author_id": talk.first_author,
        "last_author_id": talk.last_author if talk.length > 1 else talk.first_author,
        "created": talk.created,
        "last_activity": talk.moment(talk.length),
        "reply_count": talk.length - 1,
        "last_number": talk.length,
        "pinned": chance.random() < PINNED,
        "closed": chance.random() < CLOSED,
        "summary": summary(text.text, SUMMARY),
    }


def post_row(
    post_id: int,
    talk: Talk,
    author_id: int,
    text: Rendered,
    moment: datetime,
    reply_to: int | None,
    chance: Random,
) -> dict[str, Any]:
    """The post that the thread counted last: a few were edited, a few replies withdrawn."""
    withdrawn = talk.said > 1 and chance.random() < WITHDRAWN
    edited = not withdrawn and chance.random() < EDITED
    return {
        "id": post_id,
        "thread_id": talk.id,
        "number": talk.said,
        "author_id": author_id,
        "reply_to": reply_to,
        **written(text),
        "state": "removed" if withdrawn else "visible",
        "gone_by": "author" if withdrawn else "",
        "gone_at": moment + timedelta(hours=2) if withdrawn else None,
        "revision": 2 if withdrawn or edited else 1,
        "created": moment,
        "edited": moment + timedelta(minutes=7) if edited else None,
    }


def revision_rows(post: dict[str, Any], title: str, before: Rendered) -> list[dict[str, Any]]:
    """The two versions of a post that was edited: what stood there first, and what stands there now."""
    both = {"post_id": post["id"], "editor_id": post["author_id"], "title": title}
    first = {"revision": 0, "body": before.source, "body_html": before.html, "created": post["created"]}
    now = {"revision": 2, "body": post["body"], "body_html": post["body_html"], "created": post["edited"]}
    return [both | first, both | now]
