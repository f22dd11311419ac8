"""What guests' pages show of each table, assembled: which names change with a row of it.

A page that is kept says by which of these names it lives (`shows`). tests/pages/test_shown.py finds every
table here.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import inspect

from forum.accounts.models import User
from forum.debates.models import Post, RelatedThread, Thread, ThreadTag
from forum.debates.names import DEBATES, OPENED, PEOPLE, group_name, heading_name, thread_name
from forum.lib.pages import SITE, nowhere
from forum.lib.pages.revisions import Changed, Names

# What of a person no guest's page shows.
OWN = frozenset(
    "email password_hash session_token language follows_own news_mail confirmed_at last_seen "
    "silenced_until skeleton".split()
)
# What of a post says how far search and the renderer are.
NOTED = frozenset({"indexed_revision", "render_version"})
COUNTED = frozenset({"thread_count", "entry_count"})
# What of a thread, and of its opening post, says whether it stands among those that were opened.
PLACED = frozenset({"kind", "state", "group_id", "created", "pinned", "pinned_everywhere"})
OPENS = frozenset({"thread_id", "number", "state"})


def of_post(post: Post, changed: Changed) -> Iterable[str]:
    """The pages of its thread, and of the one that it was in; an opening post stands on others too."""
    if changed is not None and changed <= NOTED:
        return
    yield from map(thread_name, values(post, "thread_id"))
    if 1 in values(post, "number"):
        yield from map(heading_name, values(post, "thread_id"))
        if changed is None or changed & OPENS:
            yield OPENED


def of_thread(thread: Thread, changed: Changed) -> Iterable[str]:
    """Its pages, those that name it, the lists by activity that it stands in or stood; archives."""
    yield heading_name(thread.id)
    yield from map(group_name, values(thread, "group_id"))
    if "debate" in values(thread, "kind"):
        yield DEBATES
    if changed is None or changed & PLACED:
        yield OPENED


def of_tagged(row: ThreadTag, changed: Changed) -> Iterable[str]:
    """The pages of the thread, those that name it, archives."""
    return (OPENED, *map(heading_name, values(row, "thread_id")))


def of_related(row: RelatedThread, changed: Changed) -> Iterable[str]:
    """The pages of the thread that it stands beside."""
    return map(thread_name, values(row, "thread_id"))


def of_person(person: User, changed: Changed) -> Iterable[str]:
    """Every page with people; of somebody new there is nothing yet."""
    return () if changed is None or changed <= OWN else (PEOPLE,)


def of_counted(row: object, changed: Changed) -> Iterable[str]:
    """Every page, which may name it; its counts, those that tell how many threads were opened."""
    return (OPENED,) if changed is not None and changed <= COUNTED else (SITE,)


def of_all(row: object, changed: Changed) -> Iterable[str]:
    """What stands on every page, or changes so seldom that it may as well."""
    return (SITE,)


def values(row: object, name: str) -> set[Any]:
    """What an attribute is and was, asked of the database if it is not known."""
    history = inspect(row).attrs[name].load_history()
    return {value for value in history.sum() if value is not None}


NOWHERE = """
announcements api_tokens appeals audit_rows bans case_notes cases communications contributions decisions
drafts files flags found_posts group_members held_texts mails mentions moved_cases new_posts notices
notifications old_addresses old_sites person_notes post_files post_revisions reading_positions
related_looks saved_replies saved_searches screening_groups screening_settings search_documents
search_documents_missed search_documents_next search_words sign_in_failures sign_ups submissions
subscriptions taken_files uploads watched_patterns weekly_summaries
""".split()

SHOWN: Mapping[str, Names] = {
    "posts": of_post,
    "threads": of_thread,
    "thread_tags": of_tagged,
    "related_threads": of_related,
    "users": of_person,
    "groups": of_counted,
    "tags": of_counted,
    "transfers": of_all,
    "moved_posts": of_all,
    "duty_versions": of_all,
    "blank_values": of_all,
    "maintenance": of_all,
    **dict.fromkeys(NOWHERE, nowhere),
}
