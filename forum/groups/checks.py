"""What `check` compares of groups."""

from forum.groups.models import Group
from forum.lib.checks import made_from
from forum.lib.slugs import sort_key

CHECKS = [made_from(Group.sort_key, lambda group: sort_key(group.name), Group.name)]
