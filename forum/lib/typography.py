"""Quotation marks, as the language of the page writes them."""

from flask import Flask

from forum.lib.dates import language

MARKS = {"en": ("‘", "’")}
USUAL = ("«", "»")  # and inside them “” (RAE, Ortografía, 2010)


def quoted(text: str) -> str:
    """`text` between the marks of the page's language; «» inside it become “”."""
    opening, closing = MARKS.get(language(), USUAL)
    return opening + text.replace("«", "“").replace("»", "”") + closing  # so that markup stays markup


def init_typography(app: Flask) -> None:
    """Give templates the filter `quoted`."""
    app.add_template_filter(quoted)
