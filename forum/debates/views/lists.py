"""Lists of threads: debates, a group's, a tag's."""

from flask import render_template, request

from forum.debates import queries
from forum.debates.names import DEBATES, OPENED, PEOPLE, group_name
from forum.debates.queries.lists import FILTERS, LIST
from forum.debates.views.blueprint import bp
from forum.debates.views.shared import Marks, lists
from forum.groups.models import Group
from forum.groups.queries import find_group
from forum.lib.keys import Cursor, asked_cursor
from forum.lib.pages import may_be_kept
from forum.permissions import viewer


def asked_filter() -> str:
    """The tab of a list that the address asks for; `unread` needs a person."""
    which = request.args.get("which", "recent")
    return which if which in FILTERS and (which != "unread" or viewer().id) else "recent"


def shown_threads(
    marks: Marks,
    *,
    kind: str | None = None,
    group: Group | None = None,
    after: Cursor | None = None,
    size: int = LIST,
) -> dict[str, object]:
    """What debates/filters.html and the rows of a list show: its threads, pinned ones apart, first."""
    which = asked_filter()
    threads = queries.thread_list(viewer(), kind=kind, group=group, which=which, after=after, size=size)
    first = which == "recent" and not after
    pinned = queries.pinned_threads(viewer(), kind=kind, group=group) if first else []
    unread = marks.of([*pinned, *threads])
    return {"threads": threads, "pinned": pinned, "unread": unread, "which": which, "after": after}


@bp.get("/debates/")
@lists
def thread_list(marks: Marks) -> str:
    """The debates by last activity, pinned ones first."""
    may_be_kept(DEBATES, PEOPLE)
    shown = shown_threads(marks, kind="debate", after=asked_cursor())
    return render_template("debates/list.html", **shown)


@bp.get("/groups/<slug>")
@lists
def group_page(marks: Marks, slug: str) -> str:
    """A group's threads by last activity, pinned ones first."""
    group = find_group(slug, viewer())
    may_be_kept(group_name(group.id), PEOPLE)
    shown = shown_threads(marks, group=group, after=asked_cursor())
    return render_template("debates/group.html", group=group, **shown)


@bp.get("/tags/")
@lists
def tag_list(_marks: Marks) -> str:
    """Every tag in Spanish order."""
    may_be_kept(OPENED, PEOPLE)
    return render_template("debates/tags.html", tags=queries.tag_list())


@bp.get("/tags/<slug>")
@lists
def tag_page(_marks: Marks, slug: str) -> str:
    """A tag's archive: whole posts, newest first."""
    may_be_kept(OPENED, PEOPLE)
    tag, after = queries.find_tag(slug, viewer()), asked_cursor()
    posts = queries.tag_archive(viewer(), tag, after)
    others = queries.popular_tags()
    return render_template("debates/tag.html", tag=tag, posts=posts, others=others, after=after)
