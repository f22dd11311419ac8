"""Searches that people save and follow."""
