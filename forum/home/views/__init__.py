"""The front page, the duty pages and their editing, and what machines ask of a site."""

from forum.home import rules
from forum.home.views import blanks, duties, editing, front, machines, sitemap
from forum.home.views.blueprint import bp

__all__ = ["blanks", "bp", "duties", "editing", "front", "machines", "rules", "sitemap"]
