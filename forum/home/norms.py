"""The rules that decisions name: the numbered headings of the rules' page."""

import re

from flask import current_app

from forum.home.duties import built_in
from forum.home.queries import duty_text
from forum.lib.dates import language
from forum.moderation.norms import Norms, keep_norms, keep_usual

USUAL = {"harassment": 1, "personal_data": 4, "illegal": 5, "spam": 6, "off_topic": 7}  # of the built-in text
NUMBERED = re.compile(r"^##\s+(\D*\d+\b.*?)\s*$", re.M)


@keep_norms
def site_norms() -> Norms:
    """The headings with a number of the page as it stands, by their names in the site's language.

    They are shown in the reader's where the page has as many of them in it.
    """
    kept = headings(current_app.config["LANGUAGE"])
    shown = kept if language() == current_app.config["LANGUAGE"] else headings(language())
    return list(zip(kept, shown if len(shown) == len(kept) else kept, strict=True))


def headings(tongue: str) -> list[str]:
    """The headings with a number, in a language."""
    return NUMBERED.findall(duty_text("rules", tongue).body)


@keep_usual
def usual_of(reason: str) -> str:
    """The heading of the rule that a reason of flags is about, in the text that is built in."""
    known = NUMBERED.findall(built_in("rules", current_app.config["LANGUAGE"]) or "")
    number = USUAL.get(reason, 0)
    return known[number - 1] if 0 < number <= len(known) else ""
