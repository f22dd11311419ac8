"""Deciding on a post or a thread, whether there is a case about it or not."""

from collections.abc import Sequence
from functools import partial

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from forum.debates.models import Post, Thread
from forum.debates.queries import find_post, find_thread
from forum.debates.views.addresses import thread_url
from forum.groups.models import Group
from forum.groups.queries import group_list
from forum.lib.refusals import Conflict
from forum.moderation import actions, queries
from forum.moderation.acts import acts_on_post, acts_on_thread
from forum.moderation.forms import DecisionForm, ThreadDecisionForm
from forum.moderation.forms.deciding import PENDING_ACTS, PENDING_THREAD_ACTS, POST_ACTS, THREAD_ACTS
from forum.moderation.queries.calls import flagged_oneself
from forum.moderation.queries.settled import parts_of, settled_by_others
from forum.moderation.statements import Statement, drafts
from forum.moderation.views.blueprint import (
    Answer,
    attempt,
    bp,
    not_flagged,
    require_decides,
    require_decides_on,
)
from forum.moderation.views.within import looked_at, origin_here, within
from forum.permissions import may, require, viewer


@bp.route("/moderation/posts/<id:post_id>", methods=["GET", "POST"])
def moderate_post(post_id: int) -> Answer | Response:
    """The form that decides on a post, and the decision: 303 to the post."""
    require(viewer(), "moderation.enter")
    post, form = find_post(post_id, viewer()), DecisionForm()
    require(viewer(), "post.moderate", post)
    if request.method == "GET":
        if post.number == 1 and post.thread.state == "pending":
            return redirect(url_for(".moderate_thread", thread_id=post.thread_id, **within(post).args))
        return post_page(post, form)
    require_decides_on(post)
    not_flagged(post)
    case = within(post)
    answer = looked_at(form, partial(post_page, post, form), lambda: drafted(post, form))
    if answer is not None:
        return answer
    decide = partial(actions.decide_post, post, current_user, form.act.data, form.grounds, case.case)
    refusal = attempt(decide)
    if refusal:
        return post_page(find_post(post_id, viewer()), form, refusal), 409
    if request.form.get("action") == "next":
        return redirect(next_waiting(post) or url_for(".pending"), 303)
    if post.number is None:
        return redirect(url_for(".pending"), 303)
    return case.after(url_for("debates.permalink", post_id=post_id))


def drafted(thing: Post | Thread, form: DecisionForm) -> list[Statement]:
    """The statement of reasons that the form would send."""
    origin = origin_here(thing, form.act.data)
    return drafts([form.act.data], form.grounds, thing, origin=origin, before={"state": thing.state})


def around(
    thing: Post | Thread, form: DecisionForm, refusal: Conflict | None, statements: Sequence[Statement]
) -> dict[str, object]:
    """What the screens of a post and of a thread both show around the form."""
    return {
        "form": form,
        "refusal": refusal,
        "statements": statements,
        "flagged": flagged_oneself(thing, viewer().id),
        "within": within(thing),
        "replies": queries.saved_replies(),
    }


def post_page(
    post: Post, form: DecisionForm, refusal: Conflict | None = None, statements: Sequence[Statement] = ()
) -> str:
    """The form that decides on a post."""
    waits = post.state == "pending"
    form.offer(acts_on_post(post), PENDING_ACTS if waits else POST_ACTS)
    return render_template(
        "moderation/post.html",
        post=post,
        following=next_waiting(post) if waits else "",
        **around(post, form, refusal, statements),
        decisions=queries.decisions_about(post.thread_id, post.id),
    )


@bp.route("/moderation/threads/<id:thread_id>", methods=["GET", "POST"])
def moderate_thread(thread_id: int) -> Answer | Response:
    """The form that decides on a thread, and the decision: 303 to the thread."""
    require(viewer(), "moderation.enter")
    thread, form = find_thread(thread_id, viewer()), ThreadDecisionForm()
    require(viewer(), "thread.moderate", thread)
    form.group.offer(places_for(thread), _("Elige uno"))
    case = within(thread)
    if request.method == "GET":
        form.act.data = request.args.get("act")
        return thread_page(thread, form)
    require_decides(thread)
    not_flagged(thread)
    answer = looked_at(form, partial(thread_page, thread, form), lambda: drafted(thread, form))
    if answer is not None:
        return answer
    opening = queries.waiting_opening(thread)
    act, why, group = form.act.data, form.grounds, form.group.chosen
    how = case.decides(form)
    refusal = attempt(lambda: actions.decide_thread(thread, current_user, act, why, group, **how))
    if refusal:
        return thread_page(find_thread(thread_id, viewer()), form, refusal), 409
    if opening is not None and request.form.get("action") == "next":
        return redirect(next_waiting(opening) or url_for(".pending"), 303)
    return case.after(thread_url(thread))


def next_waiting(post: Post) -> str:
    """The address of what awaits approval after a post; empty, if nothing else does."""
    found = queries.next_pending(viewer(), post)
    if found is None:
        return ""
    if found.number == 1:
        return url_for(".moderate_thread", thread_id=found.thread_id)
    return url_for(".moderate_post", post_id=found.id)


def places_for(thread: Thread) -> Sequence[Group]:
    """The groups that the thread can be moved to: those where `viewer` decides too, but for its own."""
    return [
        group
        for group in group_list(viewer())
        if group.id != thread.group_id and may(viewer(), "thread.receive", group)
    ]


def thread_page(
    thread: Thread,
    form: ThreadDecisionForm,
    refusal: Conflict | None = None,
    statements: Sequence[Statement] = (),
) -> str:
    """The form that decides on a thread."""
    opening = queries.waiting_opening(thread)
    settled = settled_by_others(thread, viewer().id or 0)
    possible = [
        act
        for act in acts_on_thread(thread)
        if not settled & parts_of(act) and (act != "move" or form.group.groups)
    ]
    form.offer(possible, PENDING_THREAD_ACTS if thread.state == "pending" else THREAD_ACTS)
    return render_template(
        "moderation/thread.html",
        thread=thread,
        may_move="move" in possible,
        possible=possible,
        settled=settled,
        opening=opening,
        following=next_waiting(opening) if opening else "",
        **around(thread, form, refusal, statements),
        decisions=queries.decisions_about(thread.id),
    )
