"""The forms of administration. They validate and never save."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from forum.lib.forms import Radios
from forum.lib.text import one_line

SITE_ROLES = [
    SelectChoice("member", _l("Miembro")),
    SelectChoice("moderator", _l("Moderación, en todo el sitio")),
    SelectChoice("admin", _l("Administración del sitio")),
]


class GroupForm(FlaskForm):
    """A new group."""

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
    private = BooleanField(_l("Privado: solo leen y escriben en él quienes se añadan."))


class RoleForm(FlaskForm):
    """Somebody, and what they are in the site."""

    username = StringField(
        _l("Nombre de usuario"), filters=[one_line], validators=[DataRequired(_l("Di quién."))]
    )
    role = Radios(_l("En el sitio"), choices=SITE_ROLES, default="moderator")
