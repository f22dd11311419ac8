"""Spanish quotation marks."""

from flask import Flask


def quoted(text: str) -> str:
    """`text` in «», with those inside it as “” (RAE, Ortografía, 2010)."""
    return "«" + text.replace("«", "“").replace("»", "”") + "»"  # so that markup stays markup


def init_typography(app: Flask) -> None:
    """Give templates the filter `quoted`."""
    app.add_template_filter(quoted)
