"""People as others see them: who they are, what they wrote, and the form where they say it."""

from forum.profiles import receivers, rules  # noqa: F401
