"""Who may change the duty pages."""

from forum import permissions
from forum.accounts.rules import admin

permissions.declare({"page.edit": [admin]})
