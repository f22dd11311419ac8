"""Telling of illegal content, with an account or without."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, StringField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from forum.accounts.identity import clean_email
from forum.debates.forms.texts import new_submission
from forum.lib.forms import Choice, Trap
from forum.lib.refusals import Invalid
from forum.lib.text import one_line
from forum.moderation.forms.texts import not_too_long, tidy

LONGEST_ADDRESS = 1000
KINDS = {
    "child_abuse": _l("Abusos sexuales a menores"),
    "terrorism": _l("Terrorismo"),
    "hate": _l("Odio o discriminación"),
    "threats": _l("Amenazas o acoso"),
    "defamation": _l("Injurias o calumnias"),
    "privacy": _l("Intimidad o datos personales"),
    "copyright": _l("Propiedad intelectual"),
    "fraud": _l("Estafa o suplantación"),
    "other": _l("Otra cosa que la ley prohíbe"),
}
NAMELESS = frozenset({"child_abuse"})  # article 16.2 c: offences of Directive 2011/93/EU, articles 3 to 7


class NoticeForm(Trap):
    """A notice: where, why it is illegal, by whom, in good faith."""

    submission = HiddenField(default=new_submission)
    address = StringField(
        _l("Dónde está"),
        filters=[one_line],
        validators=[
            InputRequired(_l("Pon la dirección de lo que quieres avisar.")),
            Length(max=LONGEST_ADDRESS, message=_l("Esa dirección es demasiado larga.")),
        ],
    )
    kind = Choice(
        _l("Qué es"),
        choices=[SelectChoice("", _l("Elige uno")), *(SelectChoice(*one) for one in KINDS.items())],
        validators=[InputRequired(_l("Elige qué es."))],
    )
    text = TextAreaField(
        _l("Por qué crees que es ilegal"),
        filters=[tidy],
        validators=[InputRequired(_l("Explica por qué crees que es ilegal.")), not_too_long()],
    )
    name = StringField(
        _l("Tu nombre"),
        filters=[one_line],
        validators=[Length(max=80, message=_l("Como mucho, 80 caracteres."))],
    )
    email = StringField(_l("Tu correo"), filters=[tidy])
    good_faith = BooleanField(
        _l("Aviso de buena fe y, hasta donde sé, lo que cuento es exacto y completo"),
        validators=[InputRequired(_l("Confirma que avisas de buena fe."))],
    )

    def validate_name(self, field: StringField) -> None:
        if not field.data and self.kind.data not in NAMELESS:
            raise ValidationError(_l("Falta tu nombre."))

    def validate_email(self, field: StringField) -> None:
        if not field.data and self.kind.data in NAMELESS:
            return
        if not field.data:
            raise ValidationError(_l("Falta tu correo: allí te diremos qué se decide."))
        try:
            field.data = clean_email(field.data)
        except Invalid as refused:
            raise ValidationError(str(refused)) from None
