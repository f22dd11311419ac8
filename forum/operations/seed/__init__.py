"""Content to load the forum with: as much as is asked for, in the shape of what people write."""
