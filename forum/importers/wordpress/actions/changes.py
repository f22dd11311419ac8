"""Texts that changed there since an earlier import."""

from forum.accounts.models import User
from forum.debates import actions
from forum.debates.models import Post
from forum.extensions import db
from forum.importers.wordpress import notes
from forum.importers.wordpress.actions.files import keep_shown
from forum.importers.wordpress.actions.run import AGAIN, Here, Run
from forum.lib.markdown import Rendered


def change(run: Run, here: Here, label: str, text: Rendered, **more: object) -> None:
    """Give a post the newer text of the export."""
    post = db.session.get_one(Post, here.id)
    author = post.author_id and db.session.get(User, post.author_id)
    if not author:
        run.report.skip(label, notes.CHANGED_THERE)
        return
    keep_shown(run, text)
    actions.edit_post(post, author, text, reason=AGAIN, quietly=True, **more)  # type: ignore[arg-type]
    run.report.changed += 1
