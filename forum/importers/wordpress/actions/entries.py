"""Making an entry with its replies, or looking after those that are here."""

from flask_babel import gettext as _

from forum.debates import actions
from forum.debates.models import Thread
from forum.extensions import db
from forum.importers.wordpress import notes
from forum.importers.wordpress.actions.changes import change
from forum.importers.wordpress.actions.drafts import forget_draft, keep_draft
from forum.importers.wordpress.actions.files import keep_shown
from forum.importers.wordpress.actions.replies import reply_in
from forum.importers.wordpress.actions.run import Here, Run
from forum.importers.wordpress.rows import Entry


def bring(run: Run, entry: Entry) -> None:
    """Make an entry, or look after the one that is here; then its replies."""
    found = run.here(entry)
    here = found.get(entry.key)
    if here is None and not entry.published:
        keep_draft(run, entry)
        return
    if here is None:
        thread = open_entry(run, entry)
    else:
        revisit(run, entry, here)
        thread = db.session.get_one(Thread, here.thread_id)
    if thread.state != "removed":
        reply_in(run, thread, entry, found)


def open_entry(run: Run, entry: Entry) -> Thread:
    """A new entry."""
    author = run.people.get(entry.author)
    keep_shown(run, entry.text)
    thread = actions.open_thread(
        "entry",
        entry.title,
        entry.text,
        author,
        tags=entry.tags,
        created=entry.created,
        author_name="" if author else run.plan.title or _("Autoría desconocida"),
        language=entry.text.language or run.plan.language,
        origin=entry.key,
        quietly=True,
    )
    if entry.sticky:
        actions.pin_thread(thread, None)
    run.report.threads += 1
    run.report.posts += 1
    forget_draft(run, entry)
    return thread


def revisit(run: Run, entry: Entry, here: Here) -> None:
    """An entry of an earlier import: what changed there comes along, unless something changed here."""
    if not entry.published:
        run.report.skip(entry.label, notes.NO_LONGER_PUBLISHED)
    elif here.state != "visible" or here.edited:
        run.report.skip(entry.label, notes.EDITED_HERE)
    elif (here.title, here.body) != (entry.title, entry.text.source):
        change(run, here, entry.label, entry.text, title=entry.title, tags=entry.tags)
