"""Giving somebody else's post another text."""

from flask import render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from forum.debates.models import Post
from forum.debates.queries import find_post
from forum.debates.views.posts import markdown_of
from forum.lib.markdown import Rendered
from forum.lib.refusals import Conflict
from forum.moderation import queries
from forum.moderation.actions.editing import edit_by_team
from forum.moderation.forms.editing import TeamEditForm
from forum.moderation.statements import drafts
from forum.moderation.views.blueprint import Answer, attempt, bp, not_flagged, require_decides_on
from forum.moderation.views.within import origin_here, within
from forum.permissions import require, viewer


@bp.route("/moderation/posts/<id:post_id>/edit", methods=["GET", "POST"])
def edit_by_moderator(post_id: int) -> Answer | Response:
    """The post's text and why it changes: 303 to the post, 422, 409, or 200 a preview."""
    require(viewer(), "moderation.enter")
    post = find_post(post_id, viewer())
    require_decides_on(post)
    not_flagged(post)
    form = TeamEditForm(data={"body": markdown_of(post), "revision": str(post.revision)})
    if request.method == "GET":
        return edit_page(post, form)
    case, action = within(post), request.form.get("action")
    if action == "insert":
        form.insert(queries.saved_replies())
        return edit_page(post, form)
    text = form.rendered() if action == "preview" or form.validate() else None
    if text is None or action == "preview":
        return edit_page(post, form, preview=text), 200 if text else 422
    how = {"revision": form.seen_revision, **case.decides(form)}
    refusal = attempt(lambda: edit_by_team(post, current_user, text, form.grounds, **how))
    if refusal:
        found = find_post(post_id, viewer())
        form.revision.data = str(found.revision)
        return edit_page(found, form, refusal=refusal), 409
    return case.after(url_for("debates.permalink", post_id=post_id))


def edit_page(
    post: Post, form: TeamEditForm, *, preview: Rendered | None = None, refusal: Conflict | None = None
) -> str:
    """The form; after a conflict with the text as it is now."""
    return render_template(
        "moderation/edit.html",
        post=post,
        form=form,
        preview=preview,
        statements=drafts(["edit"], form.grounds, post, origin=origin_here(post)) if preview else (),
        within=within(post),
        replies=queries.saved_replies(),
        refusal=refusal,
    )
