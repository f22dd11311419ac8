"""The search page and its feed."""

from forum.search import receivers
from forum.search.views.results import bp

__all__ = ["bp", "receivers"]
