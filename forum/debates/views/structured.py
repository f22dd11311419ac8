"""What a thread's page says to search engines, as schema.org's words in JSON-LD.

The properties are those that Google's pages on discussion forums, articles and breadcrumbs ask for.
"""

from flask_babel import gettext as _

from forum.accounts.models import User
from forum.debates.models import Post, Thread
from forum.debates.queries.threads import ThreadPage
from forum.debates.views.addresses import thread_url
from forum.lib.dates import iso
from forum.lib.html import summary
from forum.lib.html.links import first_picture
from forum.lib.urls import absolute, absolute_url

TYPES = {"debate": "DiscussionForumPosting", "entry": "BlogPosting"}
LONGEST_OPENING, LONGEST_REPLY = 2000, 500  # characters: enough to know a text by, and half the page's weight

Data = dict[str, object]


def page_data(page: ThreadPage, picture: str | None) -> Data:
    """The thread, with the replies of this page, and where it stands among the site's pages.

    `picture` is what `picture_of` finds there.
    """
    graph = [thread_data(page, picture), crumbs(page.thread)]
    return {"@context": "https://schema.org", "@graph": graph}


def thread_data(page: ThreadPage, picture: str | None) -> Data:
    """The thread: its opening's text, or on later pages the summary, and the replies that are shown."""
    thread, shown = page.thread, [post for post in page.posts if post.visible]
    address = absolute(thread_url(thread))
    opening = next((post for post in shown if post.is_opening), None)
    data: Data = {
        "@type": TYPES[thread.kind],
        "@id": address,
        "url": address,
        "mainEntityOfPage": address,
        "headline": thread.title,
        "author": author_data(thread.author, thread.author_name),
        "datePublished": iso(thread.created),
        "text": summary(opening.body_text, LONGEST_OPENING) if opening else thread.summary,
        "inLanguage": thread.language,
        "commentCount": thread.reply_count,
        "interactionStatistic": counter("CommentAction", thread.reply_count),
        "comment": [reply_data(post, page) for post in shown if not post.is_opening],
    }
    if picture:
        data["image"] = picture
    if opening and opening.edited:
        data["dateModified"] = iso(opening.edited)
    if thread.tags:
        data["keywords"] = [tag.name for tag in thread.tags]
    return data


def picture_of(page: ThreadPage) -> str | None:
    """The absolute address of the first picture of the opening, if this page shows it and it has one."""
    opening = page.posts[0] if page.posts else None
    if opening is None or not opening.is_opening or not opening.visible:
        return None
    path = first_picture(opening.body_html)
    return absolute(path) if path else None


def reply_data(post: Post, page: ThreadPage) -> Data:
    """A reply on the page where it stands."""
    return {
        "@type": "Comment",
        "url": absolute(thread_url(page.thread, page.number, f"post-{post.number}")),
        "author": author_data(post.author, post.author_name),
        "datePublished": iso(post.created),
        "text": summary(post.body_text, LONGEST_REPLY),
    }


def author_data(author: User | None, name: str) -> Data:
    """Who wrote: a person with a page here, or the name that came with an import."""
    if author is None:
        return {"@type": "Person", "name": name or "—"}
    return {
        "@type": "Person",
        "name": author.name,
        "url": absolute_url("profiles.person", username=author.username),
    }


def counter(kind: str, times: int) -> Data:
    """How often something was done with the thread."""
    return {
        "@type": "InteractionCounter",
        "interactionType": f"https://schema.org/{kind}",
        "userInteractionCount": times,
    }


def crumbs(thread: Thread) -> Data:
    """The way to the thread: its section, its group, itself."""
    blog = thread.kind == "entry"
    section = (_("Blog"), "blog.entry_list") if blog else (_("Debates"), "debates.thread_list")
    way = [(section[0], absolute_url(section[1]))]
    if thread.group:
        way.append((thread.group.name, absolute_url("debates.group_page", slug=thread.group.slug)))
    way.append((thread.title, absolute(thread_url(thread))))
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": address}
            for place, (name, address) in enumerate(way, 1)
        ],
    }
