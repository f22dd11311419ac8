"""Bringing in what people wrote elsewhere."""
