"""Giving a post another text, as a decision. The caller owns the transaction."""

from forum.accounts.models import User
from forum.audit.actions import record
from forum.debates.actions import edit_post, lock_post, withhold_versions
from forum.debates.models import Post
from forum.lib.markdown import Rendered
from forum.moderation.actions.cases import conclude, open_case, still_open
from forum.moderation.actions.deciding import Grounds, decided, not_own_flag, reasoned, taken
from forum.moderation.actions.reach import within_reach
from forum.moderation.acts import POST_ACTS
from forum.moderation.models import Case, Decision

LONGEST = 300  # characters of a version's reason


def edit_by_team(
    post: Post,
    moderator: User,
    text: Rendered,
    grounds: Grounds,
    *,
    revision: int | None = None,
    case: Case | None = None,
    settles: bool = True,
) -> Decision:
    """Give a post another text, with the decision that says why; its open case is decided if it `settles` it.

    `case` is the one that the moderator came from: raises CaseClosed if it is no longer open.

    The versions before are no longer shown but to who wrote the post and who moderates it.

    `revision` is that of the text which the moderator saw. Raises ReasonMissing, OnOneself, OnAdmin, OwnFlag,
    TextChanged, and PostGone unless the post is shown.
    """
    why = reasoned("edit", grounds)
    lock_post(post)
    within_reach(moderator, post.author_id)
    found = still_open(case) or open_case(Case.post_id == post.id)
    not_own_flag(found, moderator)
    decision = decided("edit", why, moderator, case=found, post=post)
    decision.before = POST_ACTS["edit"].before(post)
    edit_post(post, moderator, text, revision=revision, reason=why.reason[:LONGEST], by_team=True)
    decision.before = {**decision.before, "withheld": withhold_versions(post)}
    record("post.edit", "post", post.id, moderator.id, decision=decision.id)
    conclude(decision, found, moderator, settles=settles)
    taken(decision)
    return decision
