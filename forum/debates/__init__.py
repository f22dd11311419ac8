"""Threads and their posts, with revisions, tags, drafts and reading positions."""
