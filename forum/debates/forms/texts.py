"""The forms in which texts are written. They validate and never save."""

import re
from collections.abc import Sequence
from uuid import uuid4

from flask import g
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, StringField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from forum.debates.actions.submitting import Verdict
from forum.debates.actions.tags import tag_names
from forum.debates.forms.pictures import PictureForm
from forum.groups.forms import GroupField
from forum.groups.models import Group
from forum.lib.forms import Choice, Trap
from forum.lib.locale import NAMES
from forum.lib.markdown import Rendered, render
from forum.lib.numbers import whole_number
from forum.lib.refusals import Invalid
from forum.lib.text import one_line

TITLE = 120
MOST_PICTURES = 20
KEPT = (  # in a draft
    *("title", "group", "tags", "body", "language", "reply_to", "reason", "entry", "revision"),
    *("picture_name", "picture_alt", "picture_caption", "picture_source"),
)
TONGUES = [SelectChoice("", _l("Automático")), *(SelectChoice(code, name) for code, name in NAMES.items())]
BUTTONS = ("preview", "draft", "picture", "discard_picture")
PICTURE = re.compile(r"<img [^>]*>")
DESCRIBED = re.compile(r' alt="[^"]*[^"\s]')


def new_submission() -> str:
    """A word that no other form has, by which one sent twice is recognised."""
    return g.holes["submission"] if "holes" in g else uuid4().hex


class TextForm(Trap, PictureForm):
    """What every form with a text has. `action` is the button: publish, preview, draft, picture.

    `lenient`: the pictures of the text may lack descriptions, as those of an import do. `insist` is sent by
    the button that publishes what the person was `warned` of; `insist_on` is what it sends.
    """

    lenient = False
    warned: Sequence[object] = ()
    insist_on = ""

    body = TextAreaField(_l("Texto"), validators=[DataRequired(_l("Falta el texto."))])
    language = Choice(_l("Idioma del texto"), choices=TONGUES, default="")
    action = StringField(default="publish")
    submission = HiddenField(default=new_submission)
    draft = HiddenField()
    insist = StringField()

    @property
    def chosen(self) -> str:
        """What the person wants done: publish unless they pressed another button."""
        return self.action.data if self.action.data in BUTTONS else "publish"

    def written_in(self, text: Rendered | None = None) -> str | None:
        """The language that was chosen; else the one guessed from `text`, if there is one and it tells."""
        chosen = self.language.data
        if chosen in NAMES:
            return str(chosen)
        return text.language if text else None

    def take(self, verdict: Verdict) -> None:
        """Put what was said to the text beside its fields, and what it warns of beside the text."""
        for name, message in verdict.errors.items():
            place = getattr(self, name)
            place.errors = [*place.errors, message]
        self.warned, self.insist_on = verdict.warned, verdict.insist

    def append(self, text: str) -> None:
        """Put `text` at the end of the person's own, as a paragraph."""
        self.body.data = f"{(self.body.data or '').rstrip()}\n\n{text}\n".lstrip()

    def rendered(self) -> Rendered | None:
        """The text rendered, or None with its error beside the field."""
        try:
            return render(self.body.data or "")
        except Invalid as refused:
            self.body.errors = [*self.body.errors, refused.message]
            return None

    def fields(self) -> dict[str, str]:
        """What the person typed, to keep it as a draft."""
        return {name: self[name].data or "" for name in KEPT if name in self}

    def publishable(self) -> Rendered | None:
        """The rendered text if the whole form is valid; else None, with each error beside its field."""
        valid = self.validate()
        text = self.rendered() if self.body.data else None
        return text if valid and text and self.shows_well(text) else None

    def shows_well(self, text: Rendered) -> bool:
        """Whether the pictures of the text are few, and described; else why not is beside the field."""
        pictures = [] if self.lenient else PICTURE.findall(text.html)
        if len(pictures) > MOST_PICTURES:
            self.body.errors = [_("Caben 20 imágenes en un mensaje. Reparte las demás en otros.")]
        elif not all(map(DESCRIBED.search, pictures)):
            self.body.errors = [
                _("A una imagen le falta el texto alternativo: di qué se ve en ella, entre ![ y ].")
            ]
        return not self.body.errors


class ThreadForm(TextForm):
    """A new debate or entry."""

    title = StringField(
        _l("Título"),
        filters=[one_line],
        validators=[
            DataRequired(_l("Falta el título.")),
            Length(max=TITLE, message=_l("El título, de 120 caracteres como mucho.")),
        ],
    )
    group = GroupField(_l("Grupo"), validate_choice=False)
    tags = StringField(_l("Etiquetas"), filters=[one_line])
    entry = HiddenField()

    def offer(self, groups: Sequence[Group], kind: str) -> None:
        """Offer these groups; an entry may be in none."""
        self.kind = kind
        self.group.offer(groups, _("Ninguno: en tu blog") if kind == "entry" else _("Elige uno"))

    def validate_group(self, field: GroupField) -> None:
        if field.chosen is None and (field.data or self.kind == "debate"):
            raise ValidationError(_("Elige un grupo para publicar el debate."))

    def validate_tags(self, field: StringField) -> None:
        valid_tags(field)


def valid_tags(field: StringField) -> None:
    """Put what is wrong with the tags beside their field."""
    try:
        tag_names(field.data or "")
    except Invalid as refused:
        raise ValidationError(str(refused)) from None


class ReplyForm(TextForm):
    """A reply; `reply_to` is the number of the post that it answers, or empty."""

    reply_to = HiddenField()

    def number(self) -> int | None:
        """The number of the post answered, if it says one."""
        return whole_number(self.reply_to.data)
