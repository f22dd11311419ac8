"""What `check` compares of moderation. Nothing here is mended: people must find out what was done."""

from collections.abc import Iterator

from sqlalchemy import func, or_, select

from forum.accounts.models import User
from forum.audit.models import Sealed
from forum.audit.seals import count_unsealed, seal_check
from forum.lib.checks import Check, Problem, rows
from forum.moderation.actions.sanctions import COLUMNS
from forum.moderation.models import Appeal, Decision, Notice
from forum.moderation.queries.restriction import standing

SEALED: dict[type[Sealed], str] = {
    Decision: "decision.take",
    Appeal: "appeal.make",
    Notice: "notice.receive",
}


def wrong_restrictions() -> Iterator[Problem]:
    """People who are silenced or suspended until another moment than the decisions that stand say."""
    truths = {
        column: select(func.max(Decision.until))
        .where(standing(User.id), Decision.act == act)
        .correlate(User)
        .scalar_subquery()
        for act, column in COLUMNS.items()
    }
    stored = [getattr(User, column) for column in truths]
    differ = or_(*(getattr(User, column).is_distinct_from(truth) for column, truth in truths.items()))
    query = select(User.id, User.username, *stored, *truths.values()).where(differ).order_by(User.id)
    for number, username, *moments in rows(query):
        for column, now, true in zip(truths, moments[: len(truths)], moments[len(truths) :], strict=True):
            if now != true:
                yield Problem(f"user {number} ({username})", column, now, true, number)


def uncovered() -> list[str]:
    """What the log's chain does not cover, as it is from before what rows say was sealed."""
    counted = {str(model.__tablename__): count_unsealed(model) for model in SEALED}
    return [
        f"{many} {table} from before they were sealed: the audit log does not cover what they say"
        for table, many in counted.items()
        if many
    ]


CHECKS = [
    *(seal_check(model, first_act) for model, first_act in SEALED.items()),
    Check("restrictions as decided", wrong_restrictions),
]
