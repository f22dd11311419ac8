"""What moderators set on a thread, and mark a post as."""

from collections.abc import Sequence
from functools import partial

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from forum.debates.models import Thread
from forum.debates.queries import find_post
from forum.debates.views.addresses import thread_url
from forum.lib.refusals import Conflict
from forum.moderation.actions import Grounds
from forum.moderation.actions.arranging import arrange_thread as arrange
from forum.moderation.actions.arranging import mark_post as mark
from forum.moderation.actions.arranging import packed
from forum.moderation.actions.refusals import OnAdmin
from forum.moderation.queries import saved_replies
from forum.moderation.statements import Statement, drafts
from forum.moderation.threadwork.forms import PINS, ArrangeForm, MarkForm
from forum.moderation.threadwork.views import found_thread
from forum.moderation.views.blueprint import Answer, attempt, bp, not_flagged
from forum.moderation.views.within import looked_at, origin_here, within
from forum.permissions import may, require, viewer


@bp.route("/moderation/threads/<id:thread_id>/arrange", methods=["GET", "POST"])
def arrange_thread(thread_id: int) -> Answer | Response:
    """Title, tags, times, pins and slow mode of a thread: 303 to it, 422 or 409."""
    thread = found_thread(thread_id)
    form = ArrangeForm(data=settings_of(thread))
    offered = pins_all() or form.pinned.object_data == "everywhere"
    form.pinned.choices = [pin for pin in PINS if pin.value != "everywhere" or offered]
    case, page = within(thread), partial(arrange_page, thread, form)
    if request.method == "GET":
        return page()
    shown = looked_at(form, page, lambda: arranged_drafts(thread, form))
    if shown is not None:
        return shown
    values = form.settings() | case.decides(form)
    refusal = attempt(lambda: arrange(thread, current_user, form.grounds, **values), _("Guardado."))
    thread = found_thread(thread_id)
    if refusal:
        return arrange_page(thread, form, refusal=refusal), 409
    return case.after(thread_url(thread))


def arrange_page(
    thread: Thread,
    form: ArrangeForm,
    refusal: Conflict | None = None,
    statements: Sequence[Statement] = (),
) -> str:
    """The form of what can be set on a thread."""
    return render_template(
        "moderation/arrange.html",
        thread=thread,
        form=form,
        refusal=refusal,
        statements=statements,
        within=within(thread),
        replies=saved_replies(),
    )


def arranged_drafts(thread: Thread, form: ArrangeForm) -> list[Statement]:
    """The statement of reasons that the form would send: none where nothing changes but the pins."""
    now = {name: getattr(thread, name) for name in form.settings() if name != "tags"}
    now["tags"] = [tag.name for tag in thread.tags]
    changed = {name: value for name, value in form.settings().items() if value != now[name]}
    if not changed:
        return []
    origin = origin_here(thread, "arrange")
    before = {"before": packed({name: now[name] for name in changed}), "after": packed(changed)}
    return drafts(["arrange"], form.grounds, thread, origin=origin, before=before)


def settings_of(thread: Thread) -> dict[str, object]:
    """What the form shows of a thread."""
    names = ("title", "closes_at", "opens_at", "pinned_until", "slow_minutes")
    pins = ("everywhere" if thread.pinned_everywhere else "group") if thread.pinned else ""
    tags = ", ".join(tag.name for tag in thread.tags)
    return {name: getattr(thread, name) for name in names} | {"tags": tags, "pinned": pins}


def pins_all() -> bool:
    """Whether the viewer pins threads in every list: moderators of a group do so in theirs."""
    return "moderator" in viewer().roles


@bp.route("/moderation/posts/<id:post_id>/marks", methods=["GET", "POST"])
def mark_post(post_id: int) -> Answer | Response:
    """Picking a post, and having all edit it: 303 to it, or 409."""
    require(viewer(), "moderation.enter")
    post = find_post(post_id, viewer())
    if may(viewer(), "post.moderate", post) and not may(viewer(), "post.mark", post):
        raise OnAdmin
    require(viewer(), "post.mark", post)
    not_flagged(post)
    form, refusal = MarkForm(obj=post), None
    if form.validate_on_submit():
        why = Grounds(form.reason.data or "")
        said = {"picked": form.picked.data, "wiki": form.wiki.data}
        refusal = attempt(lambda: mark(post, current_user, why, **said), _("Guardado."))
        if refusal is None:
            return redirect(url_for("debates.permalink", post_id=post_id), 303)
        post = find_post(post_id, viewer())
    page = render_template("moderation/marks.html", post=post, form=form, refusal=refusal)
    return page, 409 if refusal else 422 if form.errors else 200
