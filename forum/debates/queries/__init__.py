"""What pages show, in a number of statements that does not depend on how much there is."""

from forum.debates.queries.drafts import draft_count, draft_list, find_draft
from forum.debates.queries.feeds import fed_posts, person_posts, thread_posts
from forum.debates.queries.files import find_file
from forum.debates.queries.lists import (
    entry_page,
    group_archive,
    opening_archive,
    pinned_threads,
    recent_posts,
    tag_archive,
    thread_list,
)
from forum.debates.queries.merged import number_now
from forum.debates.queries.posts import find_post, picks_of, place_of, post_history, replied_post
from forum.debates.queries.tags import find_tag, known_tags, popular_tags, tag_list
from forum.debates.queries.threads import (
    PAGE,
    READING,
    MergedInto,
    ThreadPage,
    find_place,
    find_thread,
    first_unread,
    last_read,
    opening_post,
    page_of,
    place_now,
    reader_of,
    thread_page,
    unread_counts,
)
from forum.debates.queries.visible import moderated_threads, visible_posts, visible_threads
from forum.debates.queries.waiting import awaits_approval, own_waiting

__all__ = [
    "PAGE",
    "READING",
    "MergedInto",
    "ThreadPage",
    "awaits_approval",
    "draft_count",
    "draft_list",
    "entry_page",
    "fed_posts",
    "find_draft",
    "find_file",
    "find_place",
    "find_post",
    "find_tag",
    "find_thread",
    "first_unread",
    "group_archive",
    "known_tags",
    "last_read",
    "moderated_threads",
    "number_now",
    "opening_archive",
    "opening_post",
    "own_waiting",
    "page_of",
    "person_posts",
    "picks_of",
    "pinned_threads",
    "place_now",
    "place_of",
    "popular_tags",
    "post_history",
    "reader_of",
    "recent_posts",
    "replied_post",
    "tag_archive",
    "tag_list",
    "thread_list",
    "thread_page",
    "thread_posts",
    "unread_counts",
    "visible_posts",
    "visible_threads",
]
