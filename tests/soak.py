"""How much longer tests of endurance last and what is left to chance is tried in `make soak`."""

import os

TIMES = int(os.environ.get("SOAK", "1"))
