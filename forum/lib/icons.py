"""Icons in pages: a use of the drawing in static/icons.svg."""

from functools import cache

from flask import Flask
from markupsafe import Markup

ICON = Markup('<svg class="icon{}" {} viewBox="0 0 20 20"><use href="{}#i-{}"/></svg>')
SILENT = Markup('aria-hidden="true"')
SPOKEN = Markup('role="img" aria-label="{}"')


def init_icons(app: Flask) -> None:
    """Give templates `drawn(name, label)`: the icon, which says its label to who does not see it."""
    drawings = app.config["ASSETS"]["icons.svg"]

    @cache
    def drawn(name: str, label: str | None = None) -> Markup:
        extra = " verified" if name == "verified" and label else ""
        return ICON.format(extra, SPOKEN.format(label) if label else SILENT, drawings, name)

    app.jinja_env.globals["drawn"] = drawn
