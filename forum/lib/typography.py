"""Spanish quotation marks."""

from flask import Flask


def quoted(text: str) -> str:
    """`text` in «», with those inside it as “” (RAE, Ortografía, 2010)."""
    return f"«{text.replace('«', '“').replace('»', '”')}»"


def init_typography(app: Flask) -> None:
    """Give templates the filter `quoted`."""
    app.add_template_filter(quoted)
