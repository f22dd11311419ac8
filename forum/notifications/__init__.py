"""News that reach people: what happens in the rooms below, told by mail."""

from forum.notifications import receivers  # noqa: F401
