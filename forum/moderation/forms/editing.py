"""Another text for somebody else's post, and why."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, TextAreaField, ValidationError
from wtforms.validators import InputRequired

from forum.lib.markdown import Rendered, TextRefused, render
from forum.lib.numbers import whole_number
from forum.moderation.actions.refusals import ReasonMissing
from forum.moderation.forms.grounds import GroundsForm


class TeamEditForm(GroundsForm):
    """`revision` is that of the text which the moderator saw."""

    body = TextAreaField(_l("Texto"), validators=[InputRequired(_l("Escribe el texto."))])
    revision = HiddenField()

    @property
    def restricts(self) -> bool:
        return True

    def validate_reason(self, field: TextAreaField) -> None:
        if not field.data:
            raise ValidationError(ReasonMissing.message)

    @property
    def seen_revision(self) -> int | None:
        """The revision that the moderator saw, if the form says it."""
        return whole_number(self.revision.data)

    def rendered(self) -> Rendered | None:
        """The text as it will be shown; None with an error beside the field if it cannot be."""
        try:
            return render(self.body.data)
        except TextRefused as refused:
            self.body.errors = [*self.body.errors, str(refused)]
            return None
