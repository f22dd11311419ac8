"""Rearranging the posts of threads: splitting, merging, moving, and undoing that."""
