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
from forum.debates.queries.posts import find_post, place_of, post_history, replied_post
from forum.debates.queries.tags import find_tag, known_tags, popular_tags, tag_list
from forum.debates.queries.threads import (
    PAGE,
    ThreadPage,
    find_place,
    find_thread,
    last_read,
    opening_post,
    page_of,
    thread_page,
    unread_counts,
)
from forum.debates.queries.visible import moderated_threads, visible_posts, visible_threads

__all__ = [
    "PAGE",
    "ThreadPage",
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
    "group_archive",
    "known_tags",
    "last_read",
    "moderated_threads",
    "opening_archive",
    "opening_post",
    "page_of",
    "person_posts",
    "pinned_threads",
    "place_of",
    "popular_tags",
    "post_history",
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
