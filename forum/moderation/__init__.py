"""Flags, cases and decisions: how threads are kept civil and tidy."""
