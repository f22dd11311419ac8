"""The application with its command line: migrations, imports and all that no web process needs in memory."""

from flask import Flask
from flask_migrate import Migrate

from config import ROOT, Settings
from forum.accounts import cli as accounts
from forum.app import create_app
from forum.audit import cli as audit
from forum.extensions import db
from forum.groups import cli as groups
from forum.importers import cli as importers
from forum.notifications import cli as notifications
from forum.operations import cli as operations
from forum.search import cli as search

COMMANDS = (audit, accounts, groups, notifications, search, importers, operations)
migrate = Migrate()


def create_whole_app(settings: Settings | None = None, *, testing: bool = False) -> Flask:
    """What `create_app` makes, with the commands and Flask-Migrate. Raises SettingError."""
    app = create_app(settings, testing=testing)
    migrate.init_app(app, db, directory=str(ROOT / "migrations"))
    for room in COMMANDS:
        for command in room.commands:
            app.cli.add_command(command)
    return app
