"""Texts that people read: where they stand in the code, and their translations."""
