"""Pages by number."""

from collections.abc import Callable
from dataclasses import dataclass

from forum.lib.numbers import whole_number
from forum.lib.refusals import NotFound

MOST = 10**7


@dataclass(frozen=True)
class Pages:
    """Where one is: page `number` of `total`, from 1; `url` gives the address of a page."""

    number: int
    total: int
    url: Callable[[int], str]

    @property
    def shown(self) -> list[int | None]:
        """The numbers to link: the first, the last and the near ones; None stands for a gap."""
        near = {1, self.total, *range(self.number - 2, self.number + 3)}
        shown: list[int | None] = []
        for number in sorted(n for n in near if 1 <= n <= self.total):
            if shown and number - (shown[-1] or 0) > 1:
                shown.append(None)
            shown.append(number)
        return shown

    @property
    def previous(self) -> str | None:
        """The address of the page before, if there is one."""
        return self.url(self.number - 1) if self.number > 1 else None

    @property
    def next(self) -> str | None:
        """The address of the page after, if there is one."""
        return self.url(self.number + 1) if self.number < self.total else None


def page_number(text: str | None) -> int:
    """The page that an address asks for: 1 if it says nothing; NotFound if that is no number from 1."""
    if not text:
        return 1
    number = whole_number(text)
    if number is None or not 1 <= number <= MOST:
        raise NotFound
    return number


def page_count(things: int, size: int) -> int:
    """How many pages of `size` hold `things`; at least one."""
    return max(1, -(-things // size))
