"""Search, on a real index."""
