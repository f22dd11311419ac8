"""What rooms above may hear of; receivers write into the same transaction."""

from blinker import Namespace

signals = Namespace()

membership_changed = signals.signal("membership-changed")  # a group; user, role: member, moderator, or empty
