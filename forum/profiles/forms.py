"""The form of a profile. It validates and never saves."""

import re

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import FieldList, Form, FormField, StringField, TextAreaField, ValidationError
from wtforms.validators import Length

from forum.accounts.models import User
from forum.lib.html.links import first_picture, safe_link
from forum.lib.markdown import Rendered, render
from forum.lib.refusals import Invalid
from forum.lib.text import one_line

LINKS = 5
BIO = 2000


def with_scheme(text: str | None) -> str:
    """What people type as the address of a page: encoded, with the https:// that they leave out."""
    address = one_line(text)
    if address and not re.match(r"[a-zA-Z][\w+.-]*:", address):
        address = f"https://{address}"
    return safe_link(address) or address


def line(label: str, limit: int, autocomplete: str = "off") -> StringField:
    """A field of one line, of `limit` characters at most."""
    return StringField(
        label,
        filters=[one_line],
        validators=[Length(max=limit, message=_l("Son %(max)d caracteres como mucho."))],
        render_kw={"maxlength": limit, "autocomplete": autocomplete},
    )


class LinkForm(Form):
    """One link; an empty one is none."""

    label = line(_l("Nombre"), 60)
    url = StringField(
        _l("Dirección"),
        filters=[with_scheme],
        validators=[Length(max=300, message=_l("Son %(max)d caracteres como mucho."))],
        render_kw={"maxlength": 300, "autocomplete": "off", "inputmode": "url", "spellcheck": "false"},
    )

    def validate_url(self, field: StringField) -> None:
        if not field.data:
            if self.label.data:
                raise ValidationError(_l("Falta la dirección del enlace."))
        elif not field.data.startswith("https://") or safe_link(field.data) is None:
            raise ValidationError(_l("Escribe una dirección que empiece por https://"))


class ProfileForm(FlaskForm):
    """What a person says of themselves."""

    display_name = line(_l("Nombre que se muestra"), 80, "name")
    position = line(_l("Puesto"), 120, "organization-title")
    organisation = line(_l("Organismo"), 160, "organization")
    place = line(_l("Lugar"), 80)
    bio = TextAreaField(
        _l("Sobre ti"),
        validators=[Length(max=BIO, message=_l("Son %(max)d caracteres como mucho."))],
        render_kw={"rows": 6, "maxlength": BIO},
    )
    links = FieldList(FormField(LinkForm), min_entries=LINKS, max_entries=LINKS)

    def __init__(self, **given: object) -> None:
        super().__init__(**given)
        for number, row in enumerate(self.links, start=1):
            row.form.label.label.text = _("Nombre del enlace %(number)d", number=number)
            row.form.url.label.text = _("Dirección del enlace %(number)d", number=number)

    def words(self) -> dict[str, str]:
        """The fields of one line."""
        return {name: self[name].data for name in ("display_name", "position", "organisation", "place")}

    def filled_links(self) -> list[dict[str, str]]:
        """The links that have an address; one without a name is called by its address."""
        rows = [row.form for row in self.links]
        return [
            {"label": row.label.data or row.url.data.removeprefix("https://"), "url": row.url.data}
            for row in rows
            if row.url.data
        ]

    def rendered(self) -> Rendered | None:
        """The bio rendered if the whole form is valid; else None, with each error beside its field."""
        if not self.validate():
            return None
        try:
            bio = render(self.bio.data or "")
        except Invalid as refused:
            self.bio.errors = [str(refused)]
            return None
        if first_picture(bio.html):  # a picture is kept, and shown to others, as long as a post shows it
            self.bio.errors = [_("Aquí no caben imágenes: ponlas en un mensaje.")]
            return None
        return bio


def filled(person: User) -> dict[str, object]:
    """What the form shows at first."""
    names = ("display_name", "position", "organisation", "place", "bio", "links")
    return {name: getattr(person, name) for name in names}
