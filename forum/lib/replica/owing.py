"""What people were told is done though the replica did not have it then: known to every machine by Redis."""

from datetime import timedelta
from threading import Lock

from redis import Redis, RedisError

from forum.lib.limits import PATIENCE
from forum.lib.logs import log
from forum.lib.silence import Silence

KEY, MEMBER = "forum:replica", "owed"
KEPT = timedelta(days=7)


class Owed:
    """The position in the database's log that the replica is to reach before it may stand in for it.

    This process remembers its own acts; those of the others stand in Redis, if there is one that answers.
    """

    def __init__(self, redis_url: str) -> None:
        self.lock, self.own, self.silence = Lock(), 0, Silence()
        self.redis = Redis.from_url(redis_url, **PATIENCE) if redis_url else None

    def note(self, position: int) -> None:
        """Somebody is about to be told of what stands in the log up to here."""
        with self.lock:
            self.own = max(self.own, position)
        if self.redis is None or self.silence.holds():
            return
        try:
            with self.redis.pipeline() as both:
                both.zadd(KEY, {MEMBER: position}, gt=True)
                both.expire(KEY, KEPT)
                both.execute()
            self.silence.end()
        except RedisError as failure:
            self.fell_silent(failure)

    def position(self) -> int:
        """As far as anybody knows, where everything stands that somebody was told of."""
        if self.redis is None or self.silence.holds():
            return self.own
        try:
            said = self.redis.zscore(KEY, MEMBER)
            self.silence.end()
        except RedisError as failure:
            self.fell_silent(failure)
            return self.own
        return max(self.own, int(said or 0))

    def fell_silent(self, failure: RedisError) -> None:
        """Redis does not answer."""
        self.silence.begin(str(failure))
        log.warning("redis", error=str(failure))
