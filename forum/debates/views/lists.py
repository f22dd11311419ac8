"""Lists of threads: debates, a group's, a tag's."""

from flask import render_template, request

from forum.debates import queries
from forum.debates.queries.lists import FILTERS
from forum.debates.views.blueprint import bp
from forum.groups.queries import find_group
from forum.lib.keys import Cursor
from forum.permissions import viewer


def asked_cursor() -> Cursor | None:
    """The place in a list that the address asks for."""
    return Cursor.parse(request.args.get("after"))


def asked_filter() -> str:
    """The tab of a list that the address asks for; `unread` needs a person."""
    which = request.args.get("which", "recent")
    return which if which in FILTERS and (which != "unread" or viewer().id) else "recent"


@bp.get("/debates/")
def thread_list() -> str:
    """The debates by last activity, pinned ones first."""
    after, which = asked_cursor(), asked_filter()
    threads = queries.thread_list(viewer(), kind="debate", which=which, after=after)
    pinned = queries.pinned_threads(viewer(), kind="debate") if which == "recent" and not after else []
    unread = queries.unread_counts([*pinned, *threads], viewer())
    return render_template(
        "debates/list.html", threads=threads, pinned=pinned, unread=unread, which=which, after=after
    )


@bp.get("/groups/<slug>")
def group_page(slug: str) -> str:
    """A group's threads by last activity, pinned ones first."""
    group, after, which = find_group(slug, viewer()), asked_cursor(), asked_filter()
    threads = queries.thread_list(viewer(), group=group, which=which, after=after)
    pinned = queries.pinned_threads(viewer(), group=group) if which == "recent" and not after else []
    unread = queries.unread_counts([*pinned, *threads], viewer())
    return render_template(
        "debates/group.html",
        group=group,
        threads=threads,
        pinned=pinned,
        unread=unread,
        which=which,
        after=after,
    )


@bp.get("/tags/")
def tag_list() -> str:
    """Every tag in Spanish order."""
    return render_template("debates/tags.html", tags=queries.tag_list())


@bp.get("/tags/<slug>")
def tag_page(slug: str) -> str:
    """A tag's archive: whole posts, newest first."""
    tag, after = queries.find_tag(slug, viewer()), asked_cursor()
    posts = queries.tag_archive(viewer(), tag, after)
    counts = queries.tag_counts(viewer(), tag)
    others = queries.popular_tags()
    return render_template(
        "debates/tag.html", tag=tag, posts=posts, counts=counts, others=others, after=after
    )
