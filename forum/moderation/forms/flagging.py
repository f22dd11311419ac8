"""Calling for moderation."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from forum.lib.forms import Radios
from forum.moderation.forms.texts import short_enough, tidy
from forum.moderation.reasons import REASONS


class FlagForm(FlaskForm):
    """One person's call for moderation."""

    reason = Radios(
        _l("Motivo"),
        choices=[SelectChoice(*one) for one in REASONS.items()],
        validators=[InputRequired(_l("Elige un motivo."))],
    )
    note = TextAreaField(_l("Qué pasa"), filters=[tidy], validators=[short_enough()])
