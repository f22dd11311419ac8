"""What it takes to build an index, and how large it is."""

import json
import time

from bench.figures import Figure, figure
from bench.plan import Plan
from bench.search.places import Place


def built(there: Place, plan: Plan) -> list[Figure]:
    """Posts a second, by the command that an operator gives; megabytes on disk."""
    began = time.perf_counter()
    told = json.loads(there.command("forum", "search", "rebuild", "--json"))
    took = time.perf_counter() - began
    return [
        figure(f"{there.engine}: built, {told['indexed']:,} posts", [told["indexed"] / took], "posts/s"),
        figure(f"{there.engine}: size of the index", [told["size_bytes"] / 1e6], "MB"),
    ]
