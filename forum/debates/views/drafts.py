"""A person's drafts, and texts held while their session had expired."""

from typing import TypeVar

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from forum.debates import queries
from forum.debates.actions import writing
from forum.debates.forms import EditForm, EditOpeningForm, PlainForm, ReplyForm, TextForm, ThreadForm
from forum.debates.models import Draft
from forum.debates.views.blueprint import bp
from forum.debates.views.held import HELD
from forum.debates.views.opening import thread_form
from forum.debates.views.posts import edit_page, offered_language
from forum.groups.queries import group_list
from forum.lib.transactions import transaction
from forum.permissions import require, viewer

Form = TypeVar("Form", bound=TextForm)


@bp.get("/me/drafts")
def drafts() -> str:
    """The person's drafts, the latest first, and what they wrote that awaits approval."""
    require(viewer(), "draft.use")
    return render_template(
        "debates/drafts.html",
        drafts=queries.draft_list(current_user.id),
        waiting=queries.own_waiting(viewer()),
        form=PlainForm(),
    )


@bp.get("/me/drafts/<id:draft_id>")
def show_draft(draft_id: int) -> str:
    """The form that the draft was kept from, filled again."""
    require(viewer(), "draft.use")
    draft = queries.find_draft(draft_id, viewer().id)
    if draft.kind == "reply":
        return reply_draft(draft)
    if draft.kind.startswith("edit-"):
        return edit_draft(draft)
    form = filled(ThreadForm, draft)
    form.offer(group_list(viewer()), draft.kind)
    return thread_form(form, "blog" if draft.kind == "entry" else "debates", draft=draft)


def filled(form: type[Form], draft: Draft, **otherwise: str) -> Form:
    """A form with what the draft holds, and `otherwise` where it holds nothing."""
    values = otherwise | draft.fields | {"title": draft.title, "body": draft.body, "draft": str(draft.id)}
    return form(formdata=None, data=values)


def reply_draft(draft: Draft) -> str:
    """A reply not yet published, under the name of its thread."""
    thread = queries.find_thread(draft.thread_id or 0, viewer())
    return render_template("debates/draft.html", form=filled(ReplyForm, draft), thread=thread, draft=draft)


def edit_draft(draft: Draft) -> str:
    """A change of a post not yet published."""
    post = queries.find_post(int(draft.kind.removeprefix("edit-")), viewer())
    require(viewer(), "post.edit", post)
    form = EditOpeningForm if post.is_opening else EditForm
    return edit_page(filled(form, draft, language=offered_language(post)), post)


@bp.post("/me/drafts/<id:draft_id>/discard")
def discard_draft(draft_id: int) -> Response:
    """Forget a draft: 303 to the others."""
    require(viewer(), "draft.use")
    with transaction():
        writing.discard_draft(queries.find_draft(draft_id, viewer().id, lock=True))
    flash(_("Borrador descartado."))
    return redirect(url_for(".drafts"), 303)


@bp.get("/me/held")
def claim_held() -> Response:
    """After signing in: the text that was held is a draft now; 303 to it."""
    require(viewer(), "draft.use")
    with transaction():
        draft = writing.claim_held(request.cookies.get(HELD, ""), current_user)
    there = url_for(".show_draft", draft_id=draft.id) if draft else url_for(".drafts")
    response = redirect(there, 303)
    response.delete_cookie(HELD)
    return response
