"""Whoosh, in the data folder. See docs/decisions for why, and what it must be kept from doing."""

from forum.search.whoosh_engine.engine import WhooshEngine

__all__ = ["WhooshEngine"]
