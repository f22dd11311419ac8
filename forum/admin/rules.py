"""Who administers the site."""

from forum import permissions
from forum.accounts.rules import admin

permissions.declare({"admin.enter": [admin]})
