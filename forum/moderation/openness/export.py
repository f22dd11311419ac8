"""A report as a table for programs (RFC 4180)."""

import csv
import io
from collections.abc import Iterator

from flask_babel import gettext as _

from forum.moderation.openness.report import Report

FORMULAS = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would calculate


def report_csv(report: Report) -> str:
    """The figures of a report, one a line: which table, which value, its words, and how many."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(["table", "value", "label", "total"])
    writer.writerows([harmless(cell) for cell in row] for row in rows_of(report))
    return file.getvalue()


def rows_of(report: Report) -> Iterator[tuple[object, ...]]:
    """The lines of the table."""
    yield "decisions", "", _("Decisiones"), report.total
    waits = {
        "median_seconds": (_("Mediana de la espera, en segundos"), report.median),
        "hearing_seconds": (_("Mediana de la espera de las revisiones, en segundos"), report.hearing),
    }
    for name, (label, median) in waits.items():
        if median is not None:
            yield name, "", label, round(median.total_seconds())
    for tally in [*report.tallies, report.received]:
        for line in tally.lines:
            yield tally.name, line.value, line.label, line.total


def harmless(cell: object) -> object:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULAS) else cell
