"""What was not published there: drafts of its author."""

from forum.debates.actions import writing
from forum.debates.models import Draft
from forum.extensions import db
from forum.importers.wordpress import notes
from forum.importers.wordpress.actions.files import keep_shown
from forum.importers.wordpress.actions.run import Run
from forum.importers.wordpress.rows import Entry
from forum.lib.html.to_markdown import to_markdown


def keep_draft(run: Run, entry: Entry) -> None:
    """What was not published waits among its author's drafts, where nobody else sees it."""
    author = run.people.get(entry.author)
    if author is None:
        run.report.skip(entry.label, notes.UNPUBLISHED_NOBODY)
        return
    run.report.skip(entry.label, notes.UNPUBLISHED)
    if entry.key in run.drafts:
        return
    try:
        draft = writing.save_draft(author, "entry", draft_fields(entry))
    except writing.TooManyDrafts as refusal:
        run.report.skip(entry.label, refusal)
    else:
        draft.origin = entry.key
        keep_shown(run, entry.text, author)


def forget_draft(run: Run, entry: Entry) -> None:
    """A draft that is published now is no draft any more, unless it was gone on with here."""
    if entry.key in run.drafts:
        draft = db.session.get_one(Draft, run.drafts[entry.key])
        if draft.body == draft_fields(entry)["body"]:
            writing.discard_draft(draft)


def draft_fields(entry: Entry) -> dict[str, str]:
    """An entry as the form of a new one keeps it."""
    return {
        "title": entry.title,
        "body": to_markdown(entry.text.html),
        "tags": ", ".join(entry.tags),
        "group": "",
    }
