"""What rooms above may hear of; receivers write into the same transaction. All senders are persons."""

from blinker import Namespace

signals = Namespace()

confirmation_wanted = signals.signal("confirmation-wanted")  # token
reset_wanted = signals.signal("reset-wanted")  # token
address_taken = signals.signal("address-taken")  # someone gave this person's address as their own
address_change_wanted = signals.signal("address-change-wanted")  # token, email: the new one
address_changed = signals.signal("address-changed")  # email: the old one
password_changed = signals.signal("password-changed")
role_changed = signals.signal("role-changed")  # the person has it already
