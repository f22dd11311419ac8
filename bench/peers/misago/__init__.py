"""Misago: `driver` is ours; `site` is a Django project around it, and `load` runs in its own environment."""
