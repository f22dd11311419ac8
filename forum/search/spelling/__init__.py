"""The words that people write, and what somebody may have meant who typed another one."""

from forum.search.spelling.correcting import Correction, corrected
from forum.search.spelling.learning import learn, unlearn

__all__ = ["Correction", "corrected", "learn", "unlearn"]
