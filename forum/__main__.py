"""`python -m forum COMMAND`: the command line. A failure is one line on standard error and exit 1."""

import sys

from click import ClickException
from flask.cli import FlaskGroup
from sqlalchemy.exc import OperationalError, ProgrammingError

from config import SettingError
from forum.app import create_app
from forum.lib.refusals import Refusal


def main() -> None:
    """Run a command; settings that cannot be stop it before anything happens."""
    try:
        app = create_app()
    except SettingError as wrong:
        sys.exit(f"Error: {wrong}")
    group = FlaskGroup(create_app=lambda: app, add_version_option=False, add_default_commands=False)
    try:
        group.main(prog_name="python -m forum", standalone_mode=True)
    except Refusal as refusal:
        with app.app_context():
            sys.exit(f"Error: {refusal}")
    except ClickException as failure:
        sys.exit(f"Error: {failure.format_message()}")
    except (OperationalError, ProgrammingError) as failure:
        said = str(failure.orig).partition("\n")[0]
        sys.exit(f"Error: the database says «{said}»; `db upgrade` migrates one that has not been")


if __name__ == "__main__":
    main()
