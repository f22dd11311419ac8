"""Keeping the reasons that the team gives often."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from forum.lib.text import one_line
from forum.moderation.forms.texts import short_enough, tidy


class ReplyForm(FlaskForm):
    """One of them."""

    name = StringField(
        _l("Nombre"),
        filters=[one_line],
        validators=[
            DataRequired(_l("Escribe un nombre.")),
            Length(max=80, message=_l("Como mucho, 80 caracteres.")),
        ],
    )
    text = TextAreaField(
        _l("Texto"), filters=[tidy], validators=[DataRequired(_l("Escribe el texto.")), short_enough()]
    )
