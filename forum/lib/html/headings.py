"""Where a text's headings stand under those of the page."""

from collections.abc import Iterable, Mapping

TOPMOST, LOWEST = 3, 6


def heading_levels(tags: Iterable[str]) -> Mapping[str, str]:
    """From each heading that a text uses to the one it becomes: h1 and h3 become h3 and h4."""
    used = sorted(set(tags))
    return {tag: f"h{min(TOPMOST + place, LOWEST)}" for place, tag in enumerate(used)}
