"""A streaming replica of the database, where FORUM_REPLICA_URL names one.

Reads go there while it cannot show anything older than what somebody was told is done, and whatever it has
while the database is gone; docs/decisions/0035 says why that is so.
"""

from forum.lib.replica.connecting import HASTE, REPLICA
from forum.lib.replica.reading import SAFE, Replica, init_replica, the_replica

__all__ = ["HASTE", "REPLICA", "SAFE", "Replica", "init_replica", "the_replica"]
