"""What commands have in common."""

import functools
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from click import ClickException

from forum.lib.refusals import Refusal

P = ParamSpec("P")
R = TypeVar("R")


def one_line_failures(command: Callable[P, R]) -> Callable[P, R]:
    """Have a command answer a refusal with one line on standard error and exit 1, however it was started."""

    @functools.wraps(command)
    def explained(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except Refusal as refusal:
            raise ClickException(str(refusal)) from None

    return explained
