"""Who may look at news, and choose how they come."""

from forum import permissions
from forum.accounts.rules import signed_in

permissions.declare({"news.read": [signed_in]})
