"""`python -m forum COMMAND`: the command line, the same commands as `flask --app wsgi COMMAND`."""

from flask.cli import FlaskGroup

from wsgi import app


def main() -> None:
    """Run a command; settings that cannot be have stopped it before anything happens."""
    group = FlaskGroup(create_app=lambda: app, add_version_option=False, add_default_commands=False)
    group.main(prog_name="python -m forum")


if __name__ == "__main__":
    main()
