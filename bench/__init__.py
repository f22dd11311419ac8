"""`make bench`: what pages and acts cost, each measured beside its goal and something known, in one run."""
