"""A Django project of Misago's own apps, with the settings of a production server."""

from project.celery import app

__all__ = ["app"]
