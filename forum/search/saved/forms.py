"""The forms of saved searches. They validate and never save."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField
from wtforms.validators import DataRequired, Length

from forum.lib.forms import Choice
from forum.lib.text import one_line
from forum.notifications.forms import WHEN
from forum.search.saved.actions import LONGEST_NAME


class SaveForm(FlaskForm):
    """A button that saves the search at an address, or forgets one."""

    search = HiddenField()


class SearchForm(FlaskForm):
    """Another name for a saved search, and when mails tell of it."""

    name = StringField(
        _l("Nombre"),
        filters=[one_line],
        validators=[
            DataRequired(_l("Falta el nombre.")),
            Length(max=LONGEST_NAME, message=_l("El nombre, de 120 caracteres como mucho.")),
        ],
    )
    mail = Choice(_l("Correo"), choices=WHEN)
