"""The field in which a group is chosen, and the form of who belongs to one."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired

from forum.groups.models import Group
from forum.lib.forms import Choice, Radios
from forum.lib.text import one_line


class GroupField(Choice):
    """A choice among the groups that the view offers; one not offered is none."""

    groups: Sequence[Group] = ()

    def offer(self, groups: Sequence[Group], none: object) -> None:
        """Offer these groups, and no group under the words `none`."""
        self.groups = groups
        self.choices = [
            SelectChoice("", none),
            *(SelectChoice(group.slug, group.name) for group in groups),
        ]

    @property
    def chosen(self) -> Group | None:
        """The group chosen, by slug or id; None if it is not one of those offered."""
        chosen = self.data or ""
        return next((group for group in self.groups if chosen in (group.slug, str(group.id))), None)


class PeopleForm(FlaskForm):
    """Somebody who is to belong to a group, and as what."""

    username = StringField(
        _l("Nombre de usuario"), filters=[one_line], validators=[DataRequired(_l("Di quién."))]
    )
    role = Radios(_l("En el grupo"), default="member")

    def offer(self, *, appoints: bool, is_open: bool) -> None:
        """Offer the roles that whoever looks may give: of an open group, only to moderate it."""
        self.role.choices = ROLES[:1] if not appoints else ROLES[1:] if is_open else ROLES
        if is_open and appoints and not self.is_submitted():
            self.role.data = "moderator"


ROLES = [
    SelectChoice("member", _l("Integrante")),
    SelectChoice("moderator", _l("Modera el grupo")),
]
