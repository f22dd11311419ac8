"""Calling for moderation of a person, and deciding on one."""

from collections.abc import Sequence
from functools import partial

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from forum.accounts.models import User
from forum.lib.refusals import Conflict
from forum.moderation import actions, queries
from forum.moderation.acts import acts_on_person
from forum.moderation.forms import NoteForm, PersonForm, PlainForm
from forum.moderation.forms.deciding import PERSON_ACTS
from forum.moderation.queries.calls import flagged_oneself
from forum.moderation.queries.heeding import unheeded
from forum.moderation.statements import Statement, drafts
from forum.moderation.views.blueprint import Answer, attempt, bp, not_flagged
from forum.moderation.views.within import looked_at, origin_here, within
from forum.permissions import require, viewer


@bp.route("/moderation/people/<username>", methods=["GET", "POST"])
def moderate_person(username: str) -> Answer | Response:
    """What the team knows of a person, and the decision on them: 303 back to it."""
    require(viewer(), "moderation.enter")
    person, form = queries.find_person(username), PersonForm()
    require(viewer(), "person.sanction", person)
    if request.method == "GET":
        return person_page(person, form)
    not_flagged(person)
    case = within(person)
    answer = looked_at(form, partial(person_page, person, form), lambda: drafted(person, form))
    if answer is not None:
        return answer
    act, how = form.act.data, {"until": form.until, "once": True, **case.decides(form)}
    refusal = attempt(lambda: actions.decide_person(person, current_user, act, form.grounds, **how))
    if refusal:
        return person_page(person, form, refusal), 409
    return case.after(url_for(".moderate_person", username=person.username))


def drafted(person: User, form: PersonForm) -> list[Statement]:
    """The statement of reasons that the form would send."""
    return drafts([form.act.data], form.grounds, None, form.until, origin=origin_here(person))


@bp.post("/moderation/people/<username>/notes")
def note_person(username: str) -> Answer | Response:
    """A note for the team: 303 back to the person, or 422."""
    require(viewer(), "moderation.enter")
    person, form = queries.find_person(username), NoteForm()
    require(viewer(), "person.sanction", person)
    if not form.validate_on_submit():
        return person_page(person, PersonForm(formdata=None), note=form), 422
    attempt(lambda: actions.note_person(person, current_user, form.text.data), _("Nota guardada."))
    return redirect(url_for(".moderate_person", username=person.username, _anchor="notes"), 303)


def person_page(
    person: User,
    form: PersonForm,
    refusal: Conflict | None = None,
    note: NoteForm | None = None,
    statements: Sequence[Statement] = (),
) -> str:
    """The team's screen of a person."""
    form.offer(acts_on_person(person, unheeded=unheeded(person) is not None), PERSON_ACTS)
    return render_template(
        "moderation/person.html",
        person=person,
        flagged=flagged_oneself(person, viewer().id),
        form=form,
        refusal=refusal,
        statements=statements,
        within=within(person),
        replies=queries.saved_replies(),
        note=note or NoteForm(formdata=None),
        plain=PlainForm(formdata=None),
        record=queries.record_of(person, viewer()),
    )
