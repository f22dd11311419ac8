"""Which engine answers."""

from pathlib import Path

from flask import current_app

from forum.search.engine import Engine
from forum.search.postgres_engine import PostgresEngine
from forum.search.whoosh_engine import WhooshEngine


def engine() -> Engine:
    """The engine of this application, made once a process."""
    if "search" not in current_app.extensions:
        postgres = current_app.config["SEARCH"] == "postgres"
        current_app.extensions["search"] = PostgresEngine() if postgres else WhooshEngine(folder())
    made: Engine = current_app.extensions["search"]
    return made


def folder() -> Path:
    """Where search keeps its files."""
    return Path(current_app.config["DATA_DIR"]) / "search"


def caught_up() -> Path:
    """The file whose date says when the worker of this data folder last saw that nothing waited."""
    return folder() / "caught-up"
