"""The blog's pages. An entry's own page is a thread's: `debates.show_thread`."""

from flask import Blueprint, render_template

from forum.debates import queries
from forum.debates.names import OPENED, PEOPLE
from forum.debates.views.shared import Marks, lists
from forum.lib.keys import asked_cursor
from forum.lib.pages import may_be_kept
from forum.permissions import viewer

bp = Blueprint("blog", __name__)


@bp.get("/blog/")
@lists
def entry_list(_marks: Marks) -> str:
    """Whole entries, newest first; on the first page the titles of the pinned ones above them."""
    may_be_kept(OPENED, PEOPLE)
    after = asked_cursor()
    return render_template(
        "blog/list.html",
        pinned=[] if after else queries.pinned_threads(viewer(), kind="entry"),
        posts=queries.entry_page(viewer(), after),
        tags=queries.popular_tags(),
        after=after,
    )
