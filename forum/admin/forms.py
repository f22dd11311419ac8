"""The forms of administration. They validate and never save."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from forum.lib.text import one_line


class GroupForm(FlaskForm):
    """A new open group."""

    name = StringField(
        _l("Nombre"),
        filters=[one_line],
        validators=[
            DataRequired(_l("Falta el nombre.")),
            Length(max=80, message=_l("El nombre, de 80 caracteres como mucho.")),
        ],
    )
    description = TextAreaField(
        _l("Descripción"),
        filters=[one_line],
        validators=[Length(max=500, message=_l("La descripción, de 500 caracteres como mucho."))],
    )
