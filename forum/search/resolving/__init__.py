"""A query's filters as the index knows them: ids in place of names, as the database has them now."""

from forum.search.resolving.readers import Reader, scope_of
from forum.search.resolving.resolver import NOTHING, Unknown, told_of, understood
from forum.search.resolving.threads import thread_places

__all__ = ["NOTHING", "Reader", "Unknown", "scope_of", "thread_places", "told_of", "understood"]
