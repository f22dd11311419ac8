"""What the front page, the duty pages and machines are shown."""

from forum.home.queries.duties import (
    DutyText,
    blank_values,
    duty_states,
    duty_text,
    duty_versions,
    gaps,
)
from forum.home.queries.health import maintenance_end, troubles, warnings
from forum.home.queries.sitemap import PARTS, sitemap_part, sitemap_parts

__all__ = [
    "PARTS",
    "DutyText",
    "blank_values",
    "duty_states",
    "duty_text",
    "duty_versions",
    "gaps",
    "maintenance_end",
    "sitemap_part",
    "sitemap_parts",
    "troubles",
    "warnings",
]
