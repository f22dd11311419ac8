"""What rooms above may hear of; receivers write into the same transaction."""

from blinker import Namespace

signals = Namespace()

post_published = signals.signal("post-published")  # sender: thread; post, quietly
post_changed = signals.signal("post-changed")  # sender: post; edited, hidden, restored, removed, withdrawn
thread_changed = signals.signal("thread-changed")  # sender: thread; title, tags, group, state
post_shown = signals.signal("post-shown")  # sender: post; by: +1 it is shown again, -1 it no longer is
thread_read = signals.signal("thread-read")  # sender: the thread's id; user_id, number: read up to there
thread_placed = signals.signal("thread-placed")  # sender: thread; state, group_id: those it had before
