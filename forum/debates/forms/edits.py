"""The forms of what was published: another text, taking it back, and buttons. They never save."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField
from wtforms.validators import AnyOf, DataRequired, Length

from forum.debates.forms.texts import TextForm, valid_tags
from forum.lib.forms import reason_field
from forum.lib.numbers import whole_number
from forum.lib.text import one_line


def title_field(label: object) -> StringField:
    """A thread's title, as long as the column holds: imported ones are longer than what is written here."""
    longest = Length(max=200, message=_l("El título, de 200 caracteres como mucho."))
    return StringField(label, filters=[one_line], validators=[DataRequired(_l("Falta el título.")), longest])


class EditForm(TextForm):
    """Another text for a reply. `revision` is that of the text which the person saw."""

    reason = reason_field(_l("Motivo del cambio"))
    revision = HiddenField()

    def seen_revision(self) -> int | None:
        """The revision that the person saw, if the form says it."""
        return whole_number(self.revision.data)


class EditOpeningForm(EditForm):
    """Another text, title or tags for an opening post."""

    title = title_field(_l("Título"))
    tags = StringField(_l("Etiquetas"), filters=[one_line])

    def validate_tags(self, field: StringField) -> None:
        valid_tags(field)


class WithdrawForm(FlaskForm):
    """Taking back one's own post."""

    reason = reason_field(_l("Motivo"))


class FollowForm(FlaskForm):
    """Following something, and no longer: two buttons of one name."""

    action = HiddenField(validators=[AnyOf(["follow", "unfollow"], _l("Elige una de las opciones."))])


class PlainForm(FlaskForm):
    """A button: nothing but the proof that the page was ours."""
