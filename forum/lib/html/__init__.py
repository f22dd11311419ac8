"""HTML from people: which links and elements are let through, and the text that it shows."""

from forum.lib.html.links import is_external, safe_link
from forum.lib.html.sanitise import sanitise
from forum.lib.html.text import own_words, summary, text_of

__all__ = [
    "is_external",
    "own_words",
    "safe_link",
    "sanitise",
    "summary",
    "text_of",
]
