"""The fields of a picture that goes into a text. They validate and never save."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import HiddenField, StringField
from wtforms.validators import Length

from forum.lib.markdown.figures import figure_text
from forum.lib.text import one_line


class PictureForm(FlaskForm):
    """A picture, what it shows for those who do not see it, and what is said under it.

    `picture_name` is the file's name once it has arrived: a picture whose description is missing need not
    be sent again; `picture_added` once it is in the text; `picture_note` says what became of it.
    """

    picture_added = picture_note = ""

    picture = FileField(_l("Imagen"))
    picture_name = HiddenField(filters=[one_line])
    picture_alt = StringField(
        _l("Texto alternativo"),
        filters=[one_line],
        validators=[Length(max=1000, message=_l("El texto alternativo, de 1.000 caracteres como mucho."))],
    )
    picture_caption = StringField(
        _l("Pie de figura"),
        filters=[one_line],
        validators=[Length(max=500, message=_l("El pie, de 500 caracteres como mucho."))],
    )
    picture_source = StringField(
        _l("Fuente"),
        filters=[one_line],
        validators=[Length(max=500, message=_l("La fuente, de 500 caracteres como mucho."))],
    )

    def sent_picture(self) -> bytes | None:
        """The bytes of the picture, if one came; asked for once."""
        if not self.picture.data:
            return None
        with self.picture.data.stream as file:
            return bytes(file.read())

    def describes_picture(self) -> bool:
        """Whether what is said of the picture will do; else each error is beside its field."""
        wrong = [field for field in self.said if not field.validate(self)]
        if not self.picture_alt.data:
            self.picture_alt.errors = [_("Falta el texto alternativo: di qué se ve en la imagen.")]
        return not wrong and bool(self.picture_alt.data)

    def take_figure(self, address: str) -> str:
        """The Markdown of the figure with the picture at `address`; the fields are empty afterwards."""
        text = figure_text(address, *(field.data or "" for field in self.said))
        self.picture_added = self.picture_name.data or ""
        self.forget_picture()
        return text

    def forget_picture(self) -> None:
        """Empty the fields for another picture."""
        for field in (self.picture_name, *self.said):
            field.data = ""

    @property
    def said(self) -> tuple[StringField, StringField, StringField]:
        """The fields with what is said of the picture."""
        return self.picture_alt, self.picture_caption, self.picture_source
