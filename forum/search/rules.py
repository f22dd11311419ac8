"""Who may save searches."""

from forum import permissions
from forum.accounts.rules import signed_in

permissions.declare({"search.save": [signed_in]})
