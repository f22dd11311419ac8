"""Texts about to be published are read here first."""

from forum.debates.actions import Submitted, Verdict
from forum.debates.signals import post_submitted
from forum.moderation.screening.judging import judge


@post_submitted.connect
def read_first(submitted: Submitted) -> Verdict:
    """What is said to a text before it is published."""
    return judge(submitted)
