"""People's pages, one's own profile, and the copy of one's own data."""

from forum.profiles.views import exporting, people
from forum.profiles.views.blueprint import bp

__all__ = ["bp", "exporting", "people"]
