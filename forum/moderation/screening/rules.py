"""Who says what is asked of a text before it is published."""

from forum import permissions
from forum.accounts.rules import admin

permissions.declare({"screening.manage": [admin]})
