"""How processes start: what stops one is said in one line."""

import gc
import sys
from collections.abc import Callable

from flask import Flask

from config import SettingError
from forum.lib.commands import file_trouble


def started(make: Callable[[], Flask]) -> Flask:
    """The application that `make` makes; exits with status 1 and one line where it cannot be.

    What there is by then stays to the end: the collector of garbage need not go through it again and again.
    """
    try:
        made = make()
    except SettingError as wrong:
        sys.exit(f"Error: {wrong}")
    except OSError as failure:
        sys.exit(f"Error: {file_trouble(failure)}")
    gc.collect()
    gc.freeze()
    return made
