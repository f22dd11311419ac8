"""The button that follows a thread, and that no longer follows it."""

from flask import flash, redirect
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from forum.debates import actions, queries
from forum.debates.forms import FollowForm
from forum.debates.views.addresses import thread_url
from forum.debates.views.blueprint import SECTIONS, bp
from forum.lib.locks import id_of
from forum.lib.refusals import Invalid
from forum.lib.transactions import transaction
from forum.lib.urls import Key
from forum.permissions import require, viewer


@bp.post(f"/<{SECTIONS}:section>/<key:thread>/follow")
def follow_thread(section: str, thread: Key) -> Response:
    """Follow the thread, or no longer: 303 back to it, said twice or once."""
    found = queries.place_now(thread.id, viewer())
    require(viewer(), "thread.follow", found)
    form = FollowForm()
    if not form.validate_on_submit():
        raise Invalid(" ".join(form.action.errors))
    back, reader_id = thread_url(found), viewer().id
    follows = form.action.data == "follow"
    with transaction():
        act = actions.follow_thread if follows else actions.unfollow_thread
        act(reader_id or 0, id_of(found))
    flash(_("Sigues este debate.") if follows else _("Ya no sigues este debate."))
    return redirect(back, 303)
