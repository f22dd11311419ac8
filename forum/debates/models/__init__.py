"""The tables of threads, by noun."""

from forum.debates.models.files import File, PostFile, Upload
from forum.debates.models.following import Subscription
from forum.debates.models.mentions import Mention
from forum.debates.models.moved import MovedPost, Transfer
from forum.debates.models.posts import Post, PostRevision
from forum.debates.models.related import RelatedThread
from forum.debates.models.tags import Tag, ThreadTag
from forum.debates.models.threads import ReadingPosition, Thread
from forum.debates.models.writing import MOST_DRAFTS, Draft, HeldText, Submission

__all__ = [
    "MOST_DRAFTS",
    "Draft",
    "File",
    "HeldText",
    "Mention",
    "MovedPost",
    "Post",
    "PostFile",
    "PostRevision",
    "ReadingPosition",
    "RelatedThread",
    "Submission",
    "Subscription",
    "Tag",
    "Thread",
    "ThreadTag",
    "Transfer",
    "Upload",
]
