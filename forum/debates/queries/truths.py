"""What the counts and dates stored with a thread should be, worked out from its posts; correlated to it."""

from sqlalchemy import case, func, select

from forum.debates.models import Post, Thread, Transfer

replies = (
    select(func.count())
    .where(Post.thread_id == Thread.id, Post.number > 1, Post.state == "visible")
    .correlate(Thread)
    .scalar_subquery()
)
numbered = select(Post).where(Post.thread_id == Thread.id, Post.number.is_not(None)).correlate(Thread)
latest = numbered.order_by(Post.created.desc(), Post.number.desc()).limit(1)
has_posts = numbered.with_only_columns(Post.id).exists()

# A thread whose posts all went to another keeps what it had.
last_activity = func.coalesce(latest.with_only_columns(Post.created).scalar_subquery(), Thread.last_activity)
last_author = case(
    (has_posts, latest.with_only_columns(Post.author_id).scalar_subquery()), else_=Thread.last_author_id
)
last_author_name = case(
    (has_posts, latest.with_only_columns(Post.author_name).scalar_subquery()), else_=Thread.last_author_name
)
picks = (
    select(func.count()).where(Post.thread_id == Thread.id, Post.picked).correlate(Thread).scalar_subquery()
)
dividers = (
    select(func.count())
    .where(Transfer.target_id == Thread.id, Transfer.kind != "back", Transfer.undone.is_(None))
    .correlate(Thread)
    .scalar_subquery()
)
