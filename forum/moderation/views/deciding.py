"""Deciding on a case, a post, a thread."""

from collections.abc import Callable, Sequence

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response

from forum.debates.models import Post, Thread
from forum.debates.queries import find_post, find_thread
from forum.debates.views.addresses import thread_url
from forum.groups.models import Group
from forum.groups.queries import group_list
from forum.lib.refusals import Conflict, NotAllowed
from forum.lib.transactions import transaction
from forum.moderation import actions, queries
from forum.moderation.acts import acts_on_post, acts_on_thread
from forum.moderation.forms import (
    CASE_ACTS,
    PENDING_ACTS,
    POST_ACTS,
    THREAD_ACTS,
    CaseForm,
    DecisionForm,
    ThreadDecisionForm,
)
from forum.moderation.models import Case
from forum.moderation.views.blueprint import Answer, bp
from forum.permissions import may, require, viewer


class OwnPost(NotAllowed):
    message = _l("Este mensaje es tuyo: decide otra persona del equipo.")


def attempt(act: Callable[[], object]) -> Conflict | None:
    """Do `act` in a transaction. Gives the refusal if things changed meanwhile: then the form comes back."""
    try:
        with transaction():
            act()
    except Conflict as refusal:
        return refusal
    flash(_("Decisión guardada."))
    return None


@bp.route("/moderation/cases/<id:case_id>", methods=["GET", "POST"])
def case(case_id: int) -> Answer | Response:
    """One screen a case: the post, its flags, what was decided before, and the decision: 303 to the queue."""
    require(viewer(), "moderation.enter")
    found, form = queries.find_case(case_id, viewer()), CaseForm()
    if request.method == "GET":
        return case_page(found, form)
    if not may(viewer(), "case.decide", found):
        raise OwnPost
    if not form.validate():
        return case_page(found, form), 422
    post = found.post
    refusal = attempt(lambda: decide(found, post, form))
    if refusal:
        return case_page(queries.find_case(case_id, viewer()), form, refusal), 409
    return redirect(url_for(".queue"), 303)


def decide(found: Case, post: Post, form: CaseForm) -> None:
    """Do what the form of a case says."""
    if form.act.data == "dismiss":
        actions.dismiss_case(found, current_user, form.reason.data)
    else:
        actions.decide_post(post, current_user, form.act.data, form.reason.data, case=found)


def case_page(found: Case, form: CaseForm, refusal: Conflict | None = None) -> str:
    """The screen of a case; after a conflict, as it is now and with what was typed."""
    form.offer(["dismiss", *acts_on_post(found.post)], CASE_ACTS)
    return render_template(
        "moderation/case.html",
        case=found,
        post=found.post,
        form=form,
        refusal=refusal,
        decisions=queries.decisions_about(found.post.thread_id, found.post_id),
    )


@bp.route("/moderation/posts/<id:post_id>", methods=["GET", "POST"])
def moderate_post(post_id: int) -> Answer | Response:
    """The form that decides on a post, and the decision: 303 to the post."""
    require(viewer(), "moderation.enter")
    post, form = find_post(post_id, viewer()), DecisionForm()
    require(viewer(), "post.moderate", post)
    if request.method == "GET":
        return post_page(post, form)
    if not may(viewer(), "post.decide", post):
        raise OwnPost
    if not form.validate():
        return post_page(post, form), 422
    refusal = attempt(lambda: actions.decide_post(post, current_user, form.act.data, form.reason.data))
    if refusal:
        return post_page(find_post(post_id, viewer()), form, refusal), 409
    if post.number is None:
        return redirect(url_for(".pending"), 303)
    return redirect(url_for("debates.permalink", post_id=post_id), 303)


def post_page(post: Post, form: DecisionForm, refusal: Conflict | None = None) -> str:
    """The form that decides on a post."""
    form.offer(acts_on_post(post), PENDING_ACTS if post.state == "pending" else POST_ACTS)
    return render_template(
        "moderation/post.html",
        post=post,
        form=form,
        refusal=refusal,
        decisions=queries.decisions_about(post.thread_id, post.id),
    )


@bp.route("/moderation/threads/<id:thread_id>", methods=["GET", "POST"])
def moderate_thread(thread_id: int) -> Answer | Response:
    """The form that decides on a thread, and the decision: 303 to the thread."""
    require(viewer(), "moderation.enter")
    thread, form = find_thread(thread_id, viewer()), ThreadDecisionForm()
    require(viewer(), "thread.moderate", thread)
    form.group.offer(places_for(thread), _("Elige uno"))
    if request.method == "GET":
        return thread_page(thread, form)
    if not form.validate():
        return thread_page(thread, form), 422
    act, reason, group = form.act.data, form.reason.data, form.group.chosen
    refusal = attempt(lambda: actions.decide_thread(thread, current_user, act, reason, group))
    if refusal:
        return thread_page(find_thread(thread_id, viewer()), form, refusal), 409
    return redirect(thread_url(thread), 303)


def places_for(thread: Thread) -> Sequence[Group]:
    """The groups that the thread can be moved to: those where `viewer` decides too, but for its own."""
    return [
        group
        for group in group_list(viewer())
        if group.id != thread.group_id and may(viewer(), "thread.receive", group)
    ]


def thread_page(thread: Thread, form: ThreadDecisionForm, refusal: Conflict | None = None) -> str:
    """The form that decides on a thread."""
    possible = [act for act in acts_on_thread(thread) if act != "move" or form.group.groups]
    form.offer(possible, THREAD_ACTS)
    return render_template(
        "moderation/thread.html",
        thread=thread,
        form=form,
        refusal=refusal,
        may_move="move" in possible,
        decisions=queries.decisions_about(thread.id),
    )
