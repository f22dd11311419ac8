"""The forms of splitting, merging and moving. They validate and never save."""

import re
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateTimeLocalField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, NumberRange, Optional

from forum.debates.actions.tags import tag_names
from forum.debates.actions.transfers.refusals import OpeningStays
from forum.debates.forms.edits import title_field
from forum.groups.forms import GroupField
from forum.lib.clock import utcnow
from forum.lib.dates import site_zone
from forum.lib.forms import Boxes, Radios, Whole
from forum.lib.numbers import Ranges, whole_number
from forum.lib.refusals import Invalid
from forum.lib.text import one_line
from forum.moderation.forms.grounds import GroundsForm
from forum.moderation.forms.texts import short_enough, tidy

PINS = [
    SelectChoice("", _l("No")),
    SelectChoice("group", _l("En su grupo")),
    SelectChoice("everywhere", _l("En todas las listas")),
]
LONGEST_WAIT = _l("De 0 a 10.080 minutos, que son siete días.")
ADDRESS = re.compile(r"/(debates|blog|posts)/([0-9]{1,9})(?:-[a-z0-9-]*)?(?:/|$)")


class MomentField(DateTimeLocalField):
    """A moment in the site's zone; it may stay empty. `moment` is aware."""

    def __init__(self, label: object, **bound: Any) -> None:
        super().__init__(label, format=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"], validators=[Optional()], **bound)

    def process_data(self, value: datetime | None) -> None:
        self.data = None if value is None else value.astimezone(site_zone()).replace(tzinfo=None)

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_("Escribe día y hora, como 2026-03-01 09:00.")) from None

    @property
    def moment(self) -> datetime | None:
        """What was typed, aware."""
        return None if self.data is None else self.data.replace(tzinfo=site_zone())

    def refuse_past(self) -> None:
        """Raise ValidationError for a new moment that is not ahead."""
        if self.moment and self.moment != self.object_data and self.moment <= utcnow():
            raise ValidationError(_("Ese momento ya ha pasado."))


class WorkForm(GroundsForm):
    """What they share: why, and the button: `preview`, `insert`, `page` or what does it."""

    action = StringField(default="preview")

    @property
    def does(self) -> bool:
        """Whether the button was the one that does it."""
        return bool(self.action.data == "do")

    def validate_reason(self, field: TextAreaField) -> None:
        if self.does and not field.data:
            raise ValidationError(_("Escribe el motivo: lo leerá quien abrió el hilo."))


class NumbersForm(WorkForm):
    """Which posts: numbers as text, and those ticked in the list, which are added to them."""

    numbers = StringField(_l("Mensajes"), filters=[one_line], validators=[short_enough()])
    post = Boxes(_l("Mensajes"), validate_choice=False)

    def chosen(self) -> Ranges | None:
        """The numbers; None where what was typed is no list of numbers."""
        typed = Ranges.read(self.numbers.data or "")
        if typed is None:
            return None
        return Ranges.of(*typed.parts, *((number, number) for number in self.post.numbers()))

    def gather(self) -> None:
        """Put what was ticked into the text, so that the next page of the list keeps it."""
        chosen = self.chosen()
        if chosen is not None:
            self.numbers.data = str(chosen)

    def validate_numbers(self, field: StringField) -> None:
        chosen = self.chosen()
        if chosen is None:
            raise ValidationError(_("Escribe números y tramos, como «3-10, 15»."))
        if not chosen.parts:
            raise ValidationError(_("Elige qué mensajes: escribe sus números o márcalos en la lista."))
        if 1 in chosen:
            raise ValidationError(OpeningStays.message)


class TargetForm(WorkForm):
    """Which other thread: by its address, its number, or words of its title, of which `found` chooses."""

    target = StringField(
        _l("El otro hilo"),
        filters=[one_line],
        validators=[DataRequired(_l("Di qué hilo es.")), short_enough()],
    )
    found = StringField()

    def named(self) -> tuple[str, int] | None:
        """What the field names: `posts` or `threads`, and its id; None for words."""
        chosen = whole_number(self.found.data)
        typed = self.target.data or ""
        address = ADDRESS.search(path_of(typed))
        if chosen is not None and not address:
            return "threads", chosen
        if address:
            return "posts" if address[1] == "posts" else "threads", int(address[2])
        number = whole_number(typed.lstrip("#"))
        return None if number is None else ("threads", number)


def path_of(text: str) -> str:
    """The path of an address; empty for what cannot be one."""
    try:
        return urlsplit(text).path
    except ValueError:
        return ""


class SplitForm(NumbersForm):
    """A new thread of some posts."""

    title = title_field(_l("Título del hilo nuevo"))
    group = GroupField(_l("Grupo"), validate_choice=False)


class MergeForm(TargetForm):
    """A whole thread at the end of another."""


class MoveForm(NumbersForm, TargetForm):
    """Some posts at the end of another thread."""


class ArrangeForm(GroundsForm):
    """What can be set on a whole thread. Moments are in the site's zone, and ahead where they are new."""

    title = title_field(_l("Título"))
    tags = StringField(_l("Etiquetas"), filters=[one_line])
    closes_at = MomentField(_l("Cerrarlo el"))
    opens_at = MomentField(_l("Reabrirlo el"))
    pinned = Radios(_l("Fijado"), choices=PINS, default="")
    pinned_until = MomentField(_l("Fijado hasta"))
    slow_minutes = Whole(
        _l("Modo lento: minutos entre dos respuestas de la misma persona"),
        default=0,
        validators=[
            InputRequired(_l("Escribe un número; 0, sin modo lento.")),
            NumberRange(0, 10_080, LONGEST_WAIT),
        ],
    )

    @property
    def restricts(self) -> bool:
        given = {"title": self.title.data, "closes_at": self.closes_at.moment}
        given |= {"slow_minutes": self.slow_minutes.data}
        return any(value and value != self[name].object_data for name, value in given.items())

    def validate_closes_at(self, field: MomentField) -> None:
        field.refuse_past()

    def validate_opens_at(self, field: MomentField) -> None:
        field.refuse_past()

    def validate_pinned_until(self, field: MomentField) -> None:
        if self.pinned.data:
            field.refuse_past()

    def validate_reason(self, field: TextAreaField) -> None:
        super().validate_reason(field)
        closes = self.closes_at.moment and self.closes_at.moment != self.closes_at.object_data
        slower = (self.slow_minutes.data or 0) > (self.slow_minutes.object_data or 0)
        if (closes or slower) and not field.data:
            raise ValidationError(_("Escribe el motivo: cambia quién puede responder, o cuándo."))

    def validate_tags(self, field: StringField) -> None:
        try:
            tag_names(field.data or "")
        except Invalid as refusal:
            raise ValidationError(refusal.message) from refusal

    def settings(self) -> dict[str, Any]:
        """What it says, as `arrange_thread` takes it."""
        said: dict[str, Any] = {name: self[name].data for name in ("title", "slow_minutes")}
        said |= {name: self[name].moment for name in ("closes_at", "opens_at", "pinned_until")}
        if not self.pinned.data:
            said["pinned_until"] = None
        said["pinned"] = bool(self.pinned.data)
        if self.pinned.data:
            said["pinned_everywhere"] = self.pinned.data != "group"
        return said | {"tags": tag_names(self.tags.data or "")}


class MarkForm(FlaskForm):
    """What a post is marked as."""

    picked = BooleanField(_l("Destacarlo."))
    wiki = BooleanField(_l("Que lo editen todos."))
    reason = TextAreaField(_l("Motivo"), filters=[tidy], validators=[short_enough()])
