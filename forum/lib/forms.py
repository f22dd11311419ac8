"""Form fields as screen readers need them."""

from collections.abc import Mapping

from flask import Flask
from wtforms import Field


def aria(field: Field, hint: str = "", more: Mapping[str, object] | None = None) -> dict[str, object]:
    """The attributes of a control: `more`, what describes it, and whether it is wrong.

    `hint` is the id of its hint; its error, if there is one, has the id `e-` and the field's.
    """
    about = [*([hint] if hint else []), *([f"e-{field.id}"] if field.errors else [])]
    attributes: dict[str, object] = dict(more or {})
    if about:
        attributes["aria-describedby"] = " ".join(about)
    if field.errors:
        attributes["aria-invalid"] = "true"
    return attributes


def init_forms(app: Flask) -> None:
    """Give templates `aria`."""
    app.jinja_env.globals["aria"] = aria
