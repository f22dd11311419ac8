"""One screen a case."""

from collections.abc import Sequence
from functools import partial

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from forum.accounts.models import User
from forum.debates.queries import post_history
from forum.extensions import db
from forum.lib.refusals import Conflict
from forum.moderation import actions, queries
from forum.moderation.actions.refusals import NotNow
from forum.moderation.acts import acts_on_post
from forum.moderation.forms import AssignForm, CaseForm, NoteForm, PlainForm
from forum.moderation.forms.deciding import CASE_ACTS, HIDDEN_CASE_ACTS
from forum.moderation.forms.notices import KINDS
from forum.moderation.models import Case, Decision
from forum.moderation.naming import inside, kind_word
from forum.moderation.queries import Filters
from forum.moderation.queries.calls import flagged_oneself
from forum.moderation.queries.decisions import hiding
from forum.moderation.queries.heeding import flag_records
from forum.moderation.queries.nobody import is_stuck
from forum.moderation.statements import Statement, called_in, drafts
from forum.moderation.views.blueprint import Answer, NotYours, attempt, bp
from forum.moderation.views.within import Within, looked_at
from forum.permissions import may, require, viewer


@bp.route("/moderation/cases/<id:case_id>", methods=["GET", "POST"])
def case(case_id: int) -> Answer | Response:
    """What was flagged, by whom, what happened since, and the decision: 303 to the queue."""
    require(viewer(), "moderation.enter")
    found, form = queries.find_case(case_id, viewer()), CaseForm()
    if request.method == "GET":
        form.suggest(flag.reason for flag in found.flags)
        return case_page(found, form)
    if not may(viewer(), "case.decide", found):
        raise NotYours
    answer = looked_at(form, partial(case_page, found, form), lambda: drafted(found, form))
    if answer is not None:
        return answer
    refusal = attempt(lambda: decide(found, form))
    if refusal:
        return case_page(queries.find_case(case_id, viewer()), form, refusal), 409
    return redirect(url_for(".queue", **Filters.parse(request.args).args), 303)


def decide(found: Case, form: CaseForm) -> None:
    """Do what the form of a case says, on its thing and on the person."""
    act, sanction, post, beside, person = form.act.data, form.sanction.data, found.post, None, None
    if sanction and found.about_id is not None:
        person = db.session.get_one(User, found.about_id)
        require(viewer(), "person.sanction", person)
        actions.hold_both(found, person, sanction)
    if act == "dismiss":
        actions.dismiss_case(found, current_user, form.grounds)
    elif act != "none":
        if post is None:
            raise NotNow
        beside = actions.decide_post(post, current_user, act, form.grounds, case=found)
    if person is not None:
        where = {"beside": beside} if beside else {"case": found}
        actions.decide_person(person, current_user, sanction, form.grounds, until=form.until, **where)


def drafted(found: Case, form: CaseForm) -> list[Statement]:
    """The statements of reasons that the form would send: of what is done, and of a measure on the person."""
    acts = [act for act in (form.act.data, form.sanction.data) if act and act != "none"]
    return drafts(acts, form.grounds, found.post, form.until, origin=called_in(found))


def case_page(
    found: Case,
    form: CaseForm,
    refusal: Conflict | None = None,
    statements: Sequence[Statement] = (),
    note: NoteForm | None = None,
) -> str:
    """The screen of a case; after a conflict, as it is now and with what was typed."""
    decisions = queries.decisions_in(found)
    about = found.post.author if found.post else found.person
    sanctions = about is not None and may_sanction(about)
    offer(form, found, sanctions)
    assign = AssignForm(formdata=None)
    assign.offer(queries.colleagues(found), found.in_hands and found.in_hands.id)
    post, filters = found.post, Filters.parse(request.args)
    appeals = queries.appeals_in(found)
    beside = queries.case_list(viewer(), "open", filters)
    return render_template(
        "moderation/case.html",
        case=found,
        post=post,
        form=form,
        refusal=refusal,
        sanctions=sanctions,
        stuck=is_stuck(found),
        statements=statements,
        assign=assign,
        note=note or NoteForm(formdata=None),
        plain=PlainForm(formdata=None),
        earlier=queries.decisions_about(post.thread_id, post.id) if post else (),
        decisions=decisions,
        appeals=appeals,
        events=queries.timeline(found, decisions, appeals),
        filters=filters,
        within=Within(found),
        beside=beside,
        reasons=queries.reasons_of(beside),
        replies=queries.saved_replies(),
        similar=queries.similar_cases(found, decisions, viewer()) if found.about_id != viewer().id else None,
        of_person=queries.earlier_about(found.about_id, found, viewer()),
        revisions=post_history(post) if post and post.revision > 1 else (),
        notice_kinds=KINDS,
        records=flag_records(flag.user_id for flag in found.flags),
    )


def may_sanction(person: User) -> bool:
    """Whether the viewer takes measures on a person, and flagged nothing of theirs that waits."""
    return may(viewer(), "person.sanction", person) and not flagged_oneself(person, viewer().id)


def offer(form: CaseForm, found: Case, sanctions: bool) -> None:
    """Offer what can be decided now: of a post hidden meanwhile, whether it is seen again or removed."""
    if hiding(found) is not None:
        form.offer(["dismiss", "remove"], HIDDEN_CASE_ACTS)
    else:
        possible = acts_on_post(found.post) if found.post else ()
        form.offer(["dismiss", *possible, *(["none"] if sanctions else [])], CASE_ACTS)


def back_to(case_id: int, **more: str) -> str:
    """The address of a case, beside the queue as it was filtered."""
    return url_for(".case", case_id=case_id, **Filters.parse(request.args).args, **more)  # type: ignore[arg-type]


def worked_on(case_id: int) -> Case:
    """The case, for whoever may handle it."""
    require(viewer(), "moderation.enter")
    found = queries.find_case(case_id, viewer())
    require(viewer(), "case.work", found)
    return found


@bp.post("/moderation/cases/<id:case_id>/assignee")
def assign(case_id: int) -> Response:
    """Hand the case to somebody, or to nobody: 303 back to it."""
    found, form = worked_on(case_id), AssignForm()
    people = {str(person.id): person for person in queries.colleagues(found)}
    form.offer(list(people.values()), found.assignee_id)
    if form.validate_on_submit():
        to = people.get(form.to.data)
        handed = (
            (lambda: actions.assign_case(found, to, current_user))
            if to
            else (lambda: actions.release_case(found, current_user))
        )
        said(attempt(handed, _("Guardado.")))
    return redirect(back_to(case_id), 303)


@bp.post("/moderation/cases/<id:case_id>/take")
def take(case_id: int) -> Response:
    """Have the case in hand: 303 back to it."""
    found = worked_on(case_id)
    if not may(viewer(), "case.decide", found):
        raise NotYours
    if PlainForm().validate_on_submit():
        said(attempt(lambda: actions.take_case(found, current_user), _("El caso es tuyo.")))
    return redirect(back_to(case_id), 303)


@bp.post("/moderation/cases/<id:case_id>/notes")
def add_note(case_id: int) -> Answer | Response:
    """A note for the team: 303 back to the case."""
    found, form = worked_on(case_id), NoteForm()
    if not form.validate_on_submit():
        return case_page(found, CaseForm(formdata=None), note=form), 422
    said(attempt(lambda: actions.note_case(found, current_user, form.text.data), _("Nota guardada.")))
    return redirect(back_to(case_id, _anchor="notes"), 303)


@bp.post("/moderation/decisions/<id:decision_id>/undo")
def undo(decision_id: int) -> Response:
    """Take a decision back within its ten minutes: 303 to its case, or to the log."""
    require(viewer(), "moderation.enter")
    found = queries.find_decision(decision_id, viewer())
    require(viewer(), "decision.undo", found)
    place = url_for(".case", case_id=found.case_id) if found.case_id else url_for(".log")
    if PlainForm().validate_on_submit():
        said(attempt(lambda: actions.undo_decision(found, current_user), what_stands(found)))
    return redirect(place, 303)


def what_stands(undone: Decision) -> str:
    """What is said of a decision that is taken back, and of what else was decided in its case and stands."""
    others = [one for one in queries.decided_with(undone) if not one.undone]
    act = inside(kind_word(undone))
    if not others:
        return _("Deshecho: %(act)s. Todo está como antes.", act=act)
    acts = ", ".join(inside(kind_word(one)) for one in others)
    return _("Deshecho: %(act)s. Sigue en pie: %(acts)s.", act=act, acts=acts)


def said(refusal: Conflict | None) -> None:
    """Say why it was not done, if it was not."""
    if refusal:
        flash(str(refusal))
