"""Deciding on a case, a post, a thread."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response

from forum.debates.models import Post, Thread
from forum.debates.queries import find_post, find_thread
from forum.groups.queries import group_list
from forum.lib.transactions import transaction
from forum.moderation import actions, queries
from forum.moderation.forms import POST_ACTS, THREAD_ACTS, DecisionForm, ThreadDecisionForm
from forum.moderation.models import Case
from forum.moderation.views.blueprint import Answer, bp
from forum.permissions import may, require, viewer

DISMISS = {"dismiss": _l("Desestimar: se queda como está")}


def acts_on(post: Post) -> dict[str, object]:
    """What can be done to a post as it is."""
    possible = {
        "visible": ("hide", "remove"),
        "hidden": ("remove", "restore"),
        "removed": ("restore",),
        "pending": ("restore", "remove"),
    }[post.state]
    return {act: POST_ACTS[act] for act in possible}


def acts_on_thread(thread: Thread) -> dict[str, object]:
    """What can be done to a thread as it is."""
    if thread.state != "visible":
        return {"restore": THREAD_ACTS["restore"]}
    possible = (
        "open" if thread.closed else "close",
        "unpin" if thread.pinned else "pin",
        "move",
        "remove",
    )
    return {act: THREAD_ACTS[act] for act in possible}


@bp.route("/moderation/cases/<id:case_id>", methods=["GET", "POST"])
def case(case_id: int) -> Answer | Response:
    """One screen a case: the post, its flags, what was decided before, and the decision."""
    require(viewer(), "moderation.enter")
    found = queries.find_case(case_id, viewer())
    form = DecisionForm()
    form.offer({**DISMISS, **acts_on(found.post)})
    if not form.validate_on_submit():
        return case_page(found, form), 200 if request.method == "GET" else 422
    post = found.post
    require(viewer(), "post.decide", post)
    with transaction():
        if form.act.data == "dismiss":
            actions.dismiss_case(found, current_user, form.reason.data)
        else:
            actions.decide_post(post, current_user, form.act.data, form.reason.data)
    flash(_("Decisión guardada."))
    return redirect(url_for(".queue"), 303)


def case_page(found: Case, form: DecisionForm) -> str:
    """The screen of a case."""
    return render_template(
        "moderation/case.html",
        case=found,
        form=form,
        decisions=queries.decisions_about(found.post),
        may_decide=found.state == "open" and may(viewer(), "post.decide", found.post),
    )


@bp.route("/moderation/posts/<id:post_id>", methods=["GET", "POST"])
def moderate_post(post_id: int) -> Answer | Response:
    """The form that decides on a post, and the decision: 303 to the post."""
    require(viewer(), "moderation.enter")
    post = find_post(post_id, viewer())
    require(viewer(), "post.moderate", post)
    form = DecisionForm()
    form.offer(acts_on(post))
    if not form.validate_on_submit():
        return post_page(post, form), 200 if request.method == "GET" else 422
    require(viewer(), "post.decide", post)
    with transaction():
        actions.decide_post(post, current_user, form.act.data, form.reason.data)
    flash(_("Decisión guardada."))
    if post.number is None:
        return redirect(url_for(".pending"), 303)
    return redirect(url_for("debates.permalink", post_id=post.id), 303)


def post_page(post: Post, form: DecisionForm) -> str:
    """The form that decides on a post."""
    return render_template(
        "moderation/post.html",
        post=post,
        form=form,
        decisions=queries.decisions_about(post),
        may_decide=may(viewer(), "post.decide", post),
    )


@bp.route("/moderation/threads/<id:thread_id>", methods=["GET", "POST"])
def moderate_thread(thread_id: int) -> Answer | Response:
    """The form that decides on a thread, and the decision: 303 to the thread."""
    require(viewer(), "moderation.enter")
    thread = find_thread(thread_id, viewer())
    require(viewer(), "thread.moderate", thread)
    form = ThreadDecisionForm()
    form.offer(acts_on_thread(thread))
    form.offer_groups(group_list(viewer()))
    if not form.validate_on_submit():
        return thread_page(thread, form), 200 if request.method == "GET" else 422
    with transaction():
        actions.decide_thread(thread, current_user, form.act.data, form.reason.data, form.chosen_group())
    flash(_("Decisión guardada."))
    return redirect(url_for("debates.show_thread", section=thread.section, thread=thread), 303)


def thread_page(thread: Thread, form: ThreadDecisionForm) -> str:
    """The form that decides on a thread."""
    return render_template("moderation/thread.html", thread=thread, form=form)
