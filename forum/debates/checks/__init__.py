"""What `check` compares of threads, posts, tags and files."""

from forum.debates.checks.counters import COUNTERS
from forum.debates.checks.files import FILES
from forum.debates.checks.numbering import NUMBERING
from forum.debates.checks.references import REFERENCES
from forum.debates.checks.texts import TEXTS

CHECKS = [*NUMBERING, *COUNTERS, *REFERENCES, *TEXTS, *FILES]
