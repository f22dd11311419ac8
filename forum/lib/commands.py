"""What commands have in common: they speak English, and fail in one line."""

import functools
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from click import ClickException
from flask_babel import force_locale
from sqlalchemy.exc import DBAPIError

from forum.lib.files import StoreSilent
from forum.lib.refusals import Refusal

P = ParamSpec("P")
R = TypeVar("R")
NOT_MIGRATED = ("no such table", "no such column", "does not exist")


class CannotDo(Exception):
    """What only a command is asked for and cannot do; says why, in English, in one line."""


def one_line_failures(command: Callable[P, R]) -> Callable[P, R]:
    """Have a command answer what it cannot do with one line on standard error and exit 1.

    However it was started: a refusal, a database or a folder that fails. A defect of ours stays a traceback.
    """

    @functools.wraps(command)
    def explained(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except StoreSilent as failure:
            raise ClickException(f"the store of files says «{failure.why}»") from None
        except Refusal as refusal:
            raise ClickException(in_english(refusal)) from None
        except CannotDo as failure:
            raise ClickException(str(failure)) from None
        except DBAPIError as failure:
            raise ClickException(database_trouble(failure)) from None
        except OSError as failure:
            raise ClickException(file_trouble(failure)) from None

    return explained


def in_english(text: object) -> str:
    """What operators read: a text that the forum also shows to people in their language, in English.

    What only commands say is written in English where it is said.
    """
    with force_locale("en"):
        return str(text)


def database_trouble(failure: DBAPIError) -> str:
    """What the database said, in one line, and what helps where that is known."""
    said = str(failure.orig).strip().partition("\n")[0]
    if any(words in said for words in NOT_MIGRATED):
        return f"the database says «{said}»; `db upgrade` migrates one that has not been"
    return f"the database says «{said}»"


def file_trouble(failure: OSError) -> str:
    """What the system said, in one line, of which file."""
    why = failure.strerror or str(failure)
    return f"«{failure.filename}»: {why}" if failure.filename else why
