"""The public pages about moderation: the log of decisions, its feed, and the reports."""

from dataclasses import replace

from flask import Response, redirect, render_template, request, url_for
from flask_babel import format_timedelta
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from forum.groups.queries import find_group, group_list
from forum.lib.conditional import conditional
from forum.lib.feeds import Feed, FeedEntry, atom
from forum.lib.keys import asked_cursor
from forum.lib.locale import site_language
from forum.lib.urls import absolute_url, path_here
from forum.moderation.openness.export import report_csv
from forum.moderation.openness.log import CHOICES, Entry, Wanted, log_page, place_of, wanted, years
from forum.moderation.openness.periods import Period, asked_day, midnight, named
from forum.moderation.openness.report import report_of
from forum.moderation.openness.words import WORDS, entry_title
from forum.moderation.views.blueprint import bp
from forum.permissions import GUEST

FEED = 50


def asked() -> Wanted:
    """What the address asks of the log. NotFound where it names what there is not, for everybody."""
    what = wanted(request.args)
    if "group" in what.given:
        find_group(what.given["group"], GUEST)
    return what


@bp.get("/transparency")
@bp.get("/transparency/")
def transparency() -> AnyResponse:
    """What a shortened address means: the log, from which the rest is a click away."""
    return redirect(url_for(".transparency_log"), 301)


@bp.get("/transparency/log")
def transparency_log() -> str:
    """What was decided, as everybody may know it, the latest first."""
    what = asked()
    return render_template(
        "moderation/transparency_log.html",
        what=what,
        entries=log_page(what, asked_cursor()),
        choices=CHOICES,
        words=WORDS,
        midnight=midnight,
        groups=group_list(GUEST),
        years=years(),
        name="",
    )


@bp.get("/transparency/log.atom")
def transparency_feed() -> AnyResponse:
    """The same as a feed."""
    what = asked()
    entries = log_page(what, asked_cursor(), FEED)
    older = absolute_url(".transparency_feed", **what.given, after=entries.next) if entries.next else None
    return atom(
        Feed(
            id=absolute_url(".transparency_feed", **what.given),
            url=absolute_url(".transparency_feed", **what.given, after=entries.start),
            page=absolute_url(".transparency_log", **what.given),
            title=_("Decisiones de moderación"),
            entries=[feed_entry(entry) for entry in entries],
            next=older,
        )
    )


def feed_entry(entry: Entry) -> FeedEntry:
    """A decision in the feed, at its place in the log."""
    address = absolute_url(".transparency_log", after=place_of(entry.id + 1)) + f"#d-{entry.id}"
    day = midnight(entry.day)
    return FeedEntry(
        id=address,
        url=address,
        title=entry_title(entry),
        author=_("Moderación"),
        published=day,
        updated=day,
        html=render_template("moderation/transparency_entry.html", entry=entry, words=WORDS),
        language=site_language(),
    )


@bp.get("/transparency/<period>")
def transparency_report(period: str) -> str | AnyResponse:
    """The figures of a period, which `from` and `to` may change; as a table where its name ends in .csv."""
    name = period.removesuffix(".csv")
    span, given = spanned(named(name))
    report = report_of(span)
    if name != period:
        answer = Response(report_csv(report), mimetype="text/csv")
        answer.headers["Content-Disposition"] = f'attachment; filename="transparency-{name}.csv"'
        return conditional(answer)
    return render_template(
        "moderation/transparency_report.html",
        name=name,
        given=given,
        span=span,
        bounds=[midnight(day) for day in (span.first, span.last) if day],
        report=report,
        waits=[format_timedelta(one) if one is not None else "" for one in (report.median, report.hearing)],
        years=years(),
        csv=path_here("moderation.transparency_report", period=f"{name}.csv", **given),
    )


def spanned(span: Period) -> tuple[Period, dict[str, str]]:
    """A period with the days that the address asks for instead, and its parameters that say so."""
    given = {name: request.args[name] for name in ("from", "to") if request.args.get(name)}
    if first := asked_day(given.get("from")):
        span = replace(span, first=first)
    if last := asked_day(given.get("to")):
        span = replace(span, last=last)
    return span, given
