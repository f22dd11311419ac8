"""What the forms of this room share."""

from flask_babel import lazy_gettext as _l
from wtforms.validators import Length

LONGEST = 2000


def tidy(text: str | None) -> str:
    """A text of several lines, without space around it."""
    return (text or "").replace("\r\n", "\n").strip()


def short_enough() -> Length:
    """The validator of a text that a column of 2,000 holds."""
    return Length(max=LONGEST, message=_l("Como mucho, 2.000 caracteres."))


def not_too_long() -> Length:
    """The validator of a text that a column of 4,000 holds."""
    return Length(max=2 * LONGEST, message=_l("Como mucho, 4.000 caracteres."))
