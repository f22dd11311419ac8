"""The moderators' room: what waits, what was decided."""

from flask import redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from forum.lib.keys import asked_cursor, asked_rank
from forum.moderation import queries
from forum.moderation.forms import BulkForm, PlainForm
from forum.moderation.queries import Filters
from forum.moderation.views.blueprint import Answer, bp
from forum.moderation.views.bulk import do_in_bulk, tell_outcome, undo_in_bulk
from forum.permissions import require, viewer

LAST = "decided_at_once"  # in the session: the ids of what was last decided in many cases at once
PLACES = {"open": ".queue", "mine": ".mine"}


def room(template: str, **shown: object) -> str:
    """A page of the room, with what waits on its tabs."""
    return render_template(f"moderation/{template}.html", waiting=queries.waiting(viewer()), **shown)


def tab(name: str, form: BulkForm | None = None) -> str:
    """The cases of a tab that meet the filters of the address."""
    require(viewer(), "moderation.enter")
    filters = Filters.parse(request.args, name)
    after = asked_rank() if filters.by_weight else asked_cursor()
    cases = queries.case_list(viewer(), name, filters, after)
    return room(
        "queue",
        tab=name,
        filters=filters,
        choices=queries.choices(viewer()),
        cases=cases,
        reasons=queries.reasons_of(cases),
        form=form or (BulkForm(formdata=None) if name in PLACES else None),
        just_decided=queries.just_decided(viewer().id or 0) if name in PLACES else (),
        last_many=session.get(LAST, ()) if name in PLACES else (),
        plain=PlainForm(formdata=None),
    )


def many(name: str) -> Answer | Response:
    """The same in all the marked cases of a tab: 303 to where they were marked, or 422; where it was done in
    none, 409 with what was typed."""
    require(viewer(), "moderation.enter")
    form = BulkForm()
    if request.form.get("action") == "insert":
        form.insert(queries.saved_replies())
        return tab(name, form)
    if not form.validate_on_submit():
        return tab(name, form), 422
    filters = Filters.parse(request.args, name)
    outcome = do_in_bulk(form)
    tell_outcome(outcome)
    if not outcome.done:
        return tab(name, form), 409
    session[LAST] = outcome.decisions
    return redirect(url_for(PLACES[name], **filters.args), 303)


@bp.route("/moderation/", methods=["GET", "POST"])
def queue() -> Answer | Response:
    """The open cases, the latest first; and deciding many of them."""
    return tab("open") if request.method == "GET" else many("open")


@bp.route("/moderation/mine", methods=["GET", "POST"])
def mine() -> Answer | Response:
    """The cases that the reader has in hand, the latest first; and deciding many of them."""
    return tab("mine") if request.method == "GET" else many("mine")


@bp.post("/moderation/undo")
def undo_many() -> Response:
    """Take back what was last decided in many cases at once: 303 to the queue."""
    require(viewer(), "moderation.enter")
    if PlainForm().validate_on_submit():
        tell_outcome(undo_in_bulk(session.pop(LAST, ())))
    return redirect(url_for(".queue", **Filters.parse(request.args).args), 303)


@bp.get("/moderation/resolved")
def resolved() -> str:
    """The decided cases, the last decided first."""
    return tab("resolved")


@bp.get("/moderation/pending")
def pending() -> str:
    """Posts that await approval, the latest first."""
    require(viewer(), "moderation.enter")
    return room(
        "pending",
        posts=queries.pending_posts(viewer(), asked_cursor()),
        just_decided=queries.just_decided(viewer().id or 0),
        plain=PlainForm(formdata=None),
    )


@bp.get("/moderation/log")
def log() -> str:
    """What was decided, the latest first."""
    require(viewer(), "moderation.enter")
    found = queries.decision_list(viewer(), asked_cursor())
    return room("log", decisions=found, plain=PlainForm(formdata=None))
