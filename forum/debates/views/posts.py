"""One post: its permalink, editing, withdrawing, its versions."""

from flask import redirect, render_template, request, url_for
from flask_login import current_user
from sqlalchemy import inspect

from forum.debates import actions, queries
from forum.debates.actions import submit
from forum.debates.actions.tags import tag_names
from forum.debates.forms import EditForm, EditOpeningForm, WithdrawForm
from forum.debates.models import Post
from forum.debates.views.addresses import post_url, to_post
from forum.debates.views.asking import stored, submitted_change, tell_if_hidden
from forum.debates.views.blueprint import Answer, bp
from forum.debates.views.files import limit_uploads, take_picture
from forum.debates.views.saving import forget_draft, keep_draft
from forum.extensions import limiter
from forum.lib.html.to_markdown import to_markdown
from forum.lib.limits import POSTING, by_person, when_done
from forum.lib.locale import NAMES
from forum.lib.markdown import Rendered
from forum.lib.refusals import Refusal
from forum.lib.transactions import transaction
from forum.permissions import may, require, viewer


@bp.get("/posts/<id:post_id>")
def permalink(post_id: int) -> Answer:
    """Lead to the post where it stands now; one that awaits approval, to where it is decided on.

    Its author is shown it, marked.
    """
    post = queries.find_post(post_id, viewer())
    if post.number is None and post.author_id == viewer().id:
        return render_template("debates/pending.html", post=post)
    if post.number is None:
        return redirect(url_for("moderation.moderate_post", post_id=post.id), 302)
    return redirect(post_url(post), 302)


@bp.route("/posts/<id:post_id>/edit", methods=["GET", "POST"])
@limiter.limit(POSTING, key_func=by_person, methods=["POST"], deduct_when=when_done)
@limit_uploads
def edit_post(post_id: int) -> Answer:
    """The form with the post's text, and its new text: 303 to the post, 422, 409, or 200 a preview."""
    post = queries.find_post(post_id, viewer())
    require(viewer(), "post.edit", post)
    form = edit_form(post)
    if request.method == "GET":
        return edit_page(form, post)
    back = take_picture(form)
    if inspect(post).expired:  # keeping a picture let go of it
        post = queries.find_post(post_id, viewer())
    if back:
        return edit_page(form, post), back
    if form.chosen == "draft":
        return keep_draft(form, f"edit-{post.id}", post.thread_id)
    text = form.rendered() if form.chosen == "preview" else form.publishable()
    if text is None or form.chosen == "preview":
        return edit_page(form, post, preview=text), 200 if text else 422
    return save_change(post, form, submitted_change(post, form, text))


def save_change(post: Post, form: EditForm, asking: actions.Submitted) -> Answer:
    """Give the post its new text: 303 to it, 422, or 409 with both texts."""
    try:
        submit(asking, lambda asked: change(post, form, asked))
    except actions.Refused as refused:
        post = queries.find_post(post.id, viewer())
        form.take(refused.verdict)
        return edit_page(form, post), 422
    except (actions.TextChanged, actions.PostGone) as refusal:
        post = queries.find_post(post.id, viewer())
        form.revision.data = str(post.revision)
        return edit_page(form, post, refusal=refusal), 409
    tell_if_hidden(post.state)
    return to_post(post)


def edit_form(post: Post) -> EditForm:
    """The form that edits this post, filled with its text."""
    seen = {"body": markdown_of(post), "revision": str(post.revision), "language": offered_language(post)}
    if post.is_opening and not by_others(post):
        tags = ", ".join(tag.name for tag in post.thread.tags)
        form: EditForm = EditOpeningForm(data=seen | {"title": post.thread.title, "tags": tags})
    else:
        form = EditForm(data=seen)
    form.lenient = post.body_format == "html"
    return form


def by_others(post: Post) -> bool:
    """Whether whoever edits it did not write it: then the thread's title and tags are not theirs."""
    return post.wiki and post.author_id != viewer().id


def markdown_of(post: Post) -> str:
    """The post's text as one writes it."""
    return post.body if post.body_format == "markdown" else to_markdown(post.body_html)


def offered_language(post: Post) -> str:
    """The post's language as the form offers it; empty for one that only an import knows: it is kept."""
    return post.language if post.language in NAMES else ""


def edit_page(
    form: EditForm, post: Post, *, preview: Rendered | None = None, refusal: Refusal | None = None
) -> str:
    """The page of the form that edits a post; after a conflict with the text as it is now."""
    return render_template("debates/edit.html", form=form, post=post, preview=preview, refusal=refusal)


def change(post: Post, form: EditForm, asked: actions.Asked) -> None:
    """Give the post the text of the form."""
    asked.settle()
    more: dict[str, object] = {}
    if isinstance(form, EditOpeningForm):
        more = {"title": asked.title, "tags": tag_names(form.tags.data or "")}
    actions.edit_post(
        post,
        current_user,
        asked.text,
        revision=form.seen_revision(),
        language=form.written_in(asked.text),
        reason=form.reason.data or "",
        **more,  # type: ignore[arg-type]
    )
    stored(asked, post)
    forget_draft(form)


@bp.route("/posts/<id:post_id>/withdraw", methods=["GET", "POST"])
def withdraw_post(post_id: int) -> Answer:
    """Ask whether, and take one's own post back: 303 to the note in its place."""
    post = queries.find_post(post_id, viewer())
    require(viewer(), "post.withdraw", post)
    form = WithdrawForm()
    if not form.validate_on_submit():
        page = render_template("debates/withdraw.html", form=form, post=post)
        return page, 200 if request.method == "GET" else 422
    with transaction():
        actions.withdraw_post(post, current_user, form.reason.data or "")
    return to_post(post)


@bp.get("/posts/<id:post_id>/revisions")
def post_history(post_id: int) -> str:
    """Every version of a post's text, newest first; everyone may read them while the post is shown."""
    post = queries.find_post(post_id, viewer())
    if post.state != "visible":
        require(viewer(), "post.history", post)
    return render_template(
        "debates/history.html",
        post=post,
        revisions=queries.post_history(post),
        sees_all=may(viewer(), "post.history", post),
        names_team=may(viewer(), "post.moderate", post),
    )
