"""Whole jobs in a real browser against a real server."""
