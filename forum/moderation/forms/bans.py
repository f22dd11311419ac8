"""Who may not register."""

from datetime import datetime, timedelta

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length

from forum.lib.clock import utcnow
from forum.lib.forms import Choice, Radios
from forum.lib.text import one_line

KINDS = [
    SelectChoice("name", _l("Nombre de usuario")),
    SelectChoice("mail", _l("Correo")),
    SelectChoice("network", _l("Red")),
]
DAYS = [
    SelectChoice("", _l("Sin fin")),
    SelectChoice("1", _l("1 día")),
    SelectChoice("7", _l("7 días")),
    SelectChoice("30", _l("30 días")),
    SelectChoice("90", _l("90 días")),
    SelectChoice("365", _l("1 año")),
]


class BanForm(FlaskForm):
    """A pattern that may not register, and until when."""

    kind = Radios(_l("Qué se veta"), choices=KINDS, validators=[InputRequired(_l("Elige qué se veta."))])
    pattern = StringField(
        _l("Patrón"),
        filters=[one_line],
        validators=[
            DataRequired(_l("Falta el patrón.")),
            Length(max=200, message=_l("El patrón, de 200 caracteres como mucho.")),
        ],
    )
    reason = StringField(
        _l("Motivo"),
        filters=[one_line],
        validators=[Length(max=300, message=_l("El motivo, de 300 caracteres como mucho."))],
    )
    days = Choice(_l("Durante"), choices=DAYS, default="30")

    @property
    def until(self) -> datetime | None:
        """When it ends, if it does."""
        return utcnow() + timedelta(days=int(self.days.data)) if self.days.data else None
