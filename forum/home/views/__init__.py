"""The front page, the duty pages and their editing, and what machines ask of a site."""

from forum.home import norms, rules
from forum.home.views import blanks, duties, editing, front, machines, notices, sitemap
from forum.home.views.blueprint import bp

__all__ = ["blanks", "bp", "duties", "editing", "front", "machines", "norms", "notices", "rules", "sitemap"]
