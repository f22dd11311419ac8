"""More requests than can be served: who is served first, who waits and how long, and who is turned away."""

from forum.lib.admission.connections import watch_connections
from forum.lib.admission.door import init_admission
from forum.lib.admission.leaving import leave_on_signal
from forum.lib.admission.steering import take_who_comes

__all__ = ["init_admission", "leave_on_signal", "take_who_comes", "watch_connections"]
