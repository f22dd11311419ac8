"""Where a text's headings stand under those of the page."""

from collections.abc import Iterable, Iterator

TOPMOST, LOWEST = 3, 6


def heading_levels(tags: Iterable[str]) -> Iterator[str]:
    """The level that each heading of a text gets, in order: one below that of the heading it belongs to.

    What stands under no larger one becomes h3: h1 and h3 become h3 and h4, but h3 and h1 become h3 both.
    """
    around: list[str] = []  # the headings that it belongs to, the largest first
    for tag in tags:
        while around and around[-1] >= tag:
            around.pop()
        around.append(tag)
        yield f"h{min(TOPMOST + len(around) - 1, LOWEST)}"
