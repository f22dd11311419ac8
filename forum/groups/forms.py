"""The field in which a group is chosen."""

from collections.abc import Sequence

from wtforms.fields.choices import SelectChoice

from forum.groups.models import Group
from forum.lib.forms import Choice


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
