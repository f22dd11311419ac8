"""An invented community, to see the forum with life in it."""
