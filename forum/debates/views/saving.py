"""The draft that a form is kept in."""

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from forum.debates import queries
from forum.debates.actions import writing
from forum.debates.forms import TextForm
from forum.debates.models import Draft
from forum.lib.numbers import whole_number
from forum.lib.refusals import NotFound
from forum.lib.transactions import transaction


def keep_draft(form: TextForm, kind: str, thread_id: int | None = None) -> Response:
    """Save the form as a draft: 303 to it."""
    with transaction():
        draft = writing.save_draft(
            current_user, kind, form.fields(), thread_id=thread_id, draft=draft_of(form)
        )
    flash(_("Borrador guardado."))
    return redirect(url_for("debates.show_draft", draft_id=draft.id), 303)


def forget_draft(form: TextForm) -> None:
    """What was published is no draft any more."""
    draft = draft_of(form)
    if draft:
        writing.discard_draft(draft)


def draft_of(form: TextForm) -> Draft | None:
    """The person's draft that the form was filled from, if it still stands; held, in a transaction."""
    return own_draft(form.draft.data)


def own_draft(number: str | None) -> Draft | None:
    """The person's draft of this number, if it still stands; held, in a transaction."""
    draft_id = whole_number(number)
    try:
        return None if draft_id is None else queries.find_draft(draft_id, current_user.id, lock=True)
    except NotFound:
        return None
