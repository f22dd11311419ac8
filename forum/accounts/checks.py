"""What `check` compares of people."""

from typing import Any

from forum.accounts.identity import username_key
from forum.accounts.models import User
from forum.lib.alike import skeleton
from forum.lib.checks import made_from
from forum.lib.slugs import sort_key


def shown(row: Any) -> str:
    """The name that others read, as `User.name`."""
    return str(row.display_name or row.username)


CHECKS = [
    made_from(User.sort_key, lambda user: sort_key(shown(user)), User.display_name, User.username),
    made_from(User.skeleton, lambda user: skeleton(user.username), User.username),
    made_from(User.username_key, lambda user: username_key(user.username), User.username),
]
