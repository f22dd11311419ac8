"""`make bench-peers`: other forums with the same community, from the package index, driven alike."""
