"""The forms of news. They validate and never save."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField
from wtforms.fields.choices import SelectChoice

from forum.lib.forms import Radios

WHEN = [
    SelectChoice("daily", _l("Una vez al día, en un resumen")),
    SelectChoice("at_once", _l("Enseguida")),
    SelectChoice("none", _l("Nunca")),
]


class PlainForm(FlaskForm):
    """A button: nothing but the proof that the page was ours."""


class PreferencesForm(FlaskForm):
    """What a person follows by itself, and when they get mail."""

    mail = Radios(_l("Correo con las novedades"), choices=WHEN)
    follows_own = BooleanField(_l("Seguir los debates y entradas donde escribo"))
