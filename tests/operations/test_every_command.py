"""What every command keeps: help, exit codes, and one line instead of a traceback."""

import os
import subprocess
import sys
from collections.abc import Iterator

import click
import pytest
from flask import Flask

from config import ROOT
from forum.commands import COMMANDS, create_whole_app
from tests.databases import settings_for

ENDLESS = {"serve", "worker"}  # they run until they are told to stop
GIVEN = {  # what a command cannot do without
    "users create": ["ana", "--email", "ana@pueblo.example"],
    "users reset": ["ana"],
    "users token": ["ana", "--scope", "read"],
    "users role": ["ana", "member"],
    "groups members": ["archivo"],
    "groups add": ["archivo", "ana"],
    "groups remove": ["archivo", "ana"],
    "seed": ["--users", "1", "--threads", "1", "--posts", "1", "--longest", "1"],
    "backup": ["/dev/null/copy.tar"],
    "audit export": ["/dev/null"],
    "audit verify": ["/dev/null"],
    "import wordpress": [str(ROOT / "tests/data/wordpress/ayuntamiento.xml")],
}
WITHOUT_DATABASE = {"audit verify", "settings", "mail test", "db upgrade", "db copy", "restore"}


def leaves(command: click.Command, name: str) -> Iterator[tuple[str, click.Command]]:
    """The commands that do something, by their whole name."""
    if isinstance(command, click.Group):
        for part, inner in command.commands.items():
            yield from leaves(inner, f"{name} {part}")
    else:
        yield name, command


EVERY = {name: one for room in COMMANDS for top in room.commands for name, one in leaves(top, str(top.name))}
FINITE = sorted(EVERY.keys() - ENDLESS - WITHOUT_DATABASE)


def run(app: Flask, name: str, *options: str):
    """Run a command with what it cannot do without; gives its result."""
    return app.test_cli_runner().invoke(args=[*name.split(), *GIVEN.get(name, []), *options])


def is_explained(result) -> bool:
    """Whether the command failed with exit 1 and one line on standard error, and no traceback."""
    one_line = result.stderr.startswith("Error: ") and result.stderr.count("\n") == 1
    return result.exit_code == 1 and one_line and isinstance(result.exception, SystemExit)


@pytest.mark.parametrize("name", sorted(EVERY))
def test_it_says_what_it_does(plain_app, name):
    result = plain_app.test_cli_runner().invoke(args=[*name.split(), "--help"])
    assert result.exit_code == 0
    assert len(result.stdout.splitlines()[2].strip()) > 10


@pytest.mark.parametrize("name", sorted(EVERY))
def test_wrong_usage_is_exit_2(plain_app, name):
    result = plain_app.test_cli_runner().invoke(args=[*name.split(), "--no-such-option"])
    assert (result.exit_code, result.stdout) == (2, "")


@pytest.fixture
def on_file(tmp_path):
    """Gives an application on a SQLite file that holds what `fill` puts there."""

    def make(content: bytes = b"") -> Flask:
        (tmp_path / "forum.db").write_bytes(content)
        return create_whole_app(settings_for(tmp_path), testing=True)

    return make


@pytest.mark.parametrize("name", FINITE)
def test_a_database_that_was_not_migrated(on_file, name):
    result = run(on_file(), name)
    assert is_explained(result), result.output
    assert "db upgrade" in result.stderr


@pytest.mark.parametrize("name", FINITE)
def test_a_file_that_is_no_database(on_file, name):
    assert is_explained(run(on_file(b"no es una base de datos" * 99), name))


@pytest.mark.parametrize("name", FINITE)
def test_a_server_that_does_not_answer(tmp_path, name):
    url = "postgresql+psycopg://ana:secreta@127.0.0.1:1/foro"
    result = run(create_whole_app(settings_for(tmp_path, FORUM_DATABASE_URL=url), testing=True), name)
    assert is_explained(result), result.output
    assert "secreta" not in result.stderr


@pytest.mark.long
@pytest.mark.parametrize("command", [["check"], ["nothing"], ["check", "--nothing"], ["settings", "--json"]])
def test_both_command_lines_say_the_same(tmp_path, command):
    said = []
    for line in (["-m", "forum"], ["-m", "flask", "--app", "wsgi"]):
        environ = {**os.environ, "FORUM_DATA_DIR": str(tmp_path)}
        done = subprocess.run(
            [sys.executable, *line, *command],
            cwd=ROOT,
            env=environ,
            capture_output=True,
            text=True,
            check=False,
        )
        said.append((done.returncode, done.stdout, done.stderr.splitlines()[-1:]))
    assert said[0] == said[1]


@pytest.mark.long
@pytest.mark.parametrize("line", [["-m", "forum"], ["-m", "flask", "--app", "wsgi"]])
@pytest.mark.parametrize("setting", [("FORUM_DATA_DIR", "/dev/null/x"), ("FORUM_LANGUAGE", "xx")])
def test_what_stops_the_start_is_one_line(line, setting):
    environ = {**os.environ, setting[0]: setting[1]}
    done = subprocess.run(
        [sys.executable, *line, "check"], cwd=ROOT, env=environ, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert done.stderr.startswith("Error: ")
    assert setting[1] in done.stderr
