"""What the parts of this room tell each other."""

from blinker import Namespace

signals = Namespace()

posts_indexed = signals.signal("posts-indexed")  # sender: none; the index holds more than before
