"""What rooms above may hear of; receivers write into the same transaction."""

from blinker import Namespace

signals = Namespace()

# sender: forum.debates.actions.Submitted; before a text is published. Receivers return a Verdict, or None.
post_submitted = signals.signal("post-submitted")

post_published = signals.signal("post-published")  # sender: thread; post, quietly
post_changed = signals.signal("post-changed")  # sender: post; edited, hidden, restored, removed, withdrawn
post_differs = signals.signal("post-differs")  # sender: post; for search alone: picked, rendered otherwise
post_called = signals.signal("post-called")  # sender: post; user_ids: whom an edit calls for the first time
thread_changed = signals.signal("thread-changed")  # sender: thread; title, tags, group, state
post_shown = signals.signal("post-shown")  # sender: post; by: +1 it is shown again, -1 it no longer is
thread_read = signals.signal("thread-read")  # sender: the thread's id; user_id, number: read up to there
thread_placed = signals.signal("thread-placed")  # sender: thread; state, group_id: those it had before
posts_moved = signals.signal("posts-moved")  # sender: transfer; source, target: the threads
