"""What the moderators' room shows, and what people see of what was decided about them."""

from forum.moderation.queries.appeals import (
    Appeals,
    appeal_ends,
    appeal_list,
    appeals_against,
    appeals_in,
    find_appeal,
    hearers,
    hearers_of,
    overdue,
    own_appeal,
    review_of,
)
from forum.moderation.queries.cases import (
    Waiting,
    case_list,
    colleagues,
    find_case,
    reasons_of,
    waiting,
    waiting_count,
)
from forum.moderation.queries.decisions import (
    cases_decided,
    decided_with,
    decision_list,
    decisions_about,
    decisions_in,
    find_decision,
    just_decided,
    own_decision,
    own_decisions,
)
from forum.moderation.queries.filters import Choices, Filters, choices
from forum.moderation.queries.flags import OwnFlag, own_flag, own_flags
from forum.moderation.queries.notices import Followed, follow, to_forget
from forum.moderation.queries.pending import next_pending, pending_posts, waiting_opening
from forum.moderation.queries.people import Record, find_person, record_of
from forum.moderation.queries.places import Place, find_place
from forum.moderation.queries.questioned import Questioned, questioned
from forum.moderation.queries.replies import find_reply, saved_replies
from forum.moderation.queries.restriction import Restriction, restriction, restriction_of
from forum.moderation.queries.similar import SimilarCases, earlier_about, similar_cases
from forum.moderation.queries.stating import open_origin, statement_for, statements
from forum.moderation.queries.timeline import Event, timeline

__all__ = [
    "Appeals",
    "Choices",
    "Event",
    "Filters",
    "Followed",
    "OwnFlag",
    "Place",
    "Questioned",
    "Record",
    "Restriction",
    "SimilarCases",
    "Waiting",
    "appeal_ends",
    "appeal_list",
    "appeals_against",
    "appeals_in",
    "case_list",
    "cases_decided",
    "choices",
    "colleagues",
    "decided_with",
    "decision_list",
    "decisions_about",
    "decisions_in",
    "earlier_about",
    "find_appeal",
    "find_case",
    "find_decision",
    "find_person",
    "find_place",
    "find_reply",
    "follow",
    "hearers",
    "hearers_of",
    "just_decided",
    "next_pending",
    "open_origin",
    "overdue",
    "own_appeal",
    "own_decision",
    "own_decisions",
    "own_flag",
    "own_flags",
    "pending_posts",
    "questioned",
    "reasons_of",
    "record_of",
    "restriction",
    "restriction_of",
    "review_of",
    "saved_replies",
    "similar_cases",
    "statement_for",
    "statements",
    "timeline",
    "to_forget",
    "waiting",
    "waiting_count",
    "waiting_opening",
]
