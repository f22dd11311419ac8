"""A sign that the worker works."""

from pathlib import Path

from flask import current_app

from forum.lib.jobs import job


def sign_of_life() -> Path:
    """The file whose date says when the worker of this data folder last ran its jobs."""
    return Path(current_app.config["DATA_DIR"]) / "worker.seen"


@job
def show_life() -> None:
    """Note that the worker was here."""
    sign_of_life().touch()
