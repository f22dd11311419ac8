"""What a web process has in memory, and how the number of a migration is known without Alembic."""

import subprocess
import sys
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory

from config import ROOT
from forum.commands import migrate
from forum.home.queries.health import newest_migration

pytestmark = pytest.mark.long  # a process is started

UNNEEDED = (
    *("alembic", "flask_migrate", "mako", "tqdm", "PIL", "botocore", "granian"),
    *("forum.commands", "forum.importers.cli", "forum.operations"),
)
LISTED = "import sys; from forum.app import create_app; create_app(); print(*sys.modules)"


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The modules that the application of a web process has imported once it is made."""
    folder = tmp_path_factory.mktemp("data")
    done = subprocess.run(
        [sys.executable, "-c", LISTED],
        cwd=ROOT,
        env={"FORUM_DATA_DIR": str(folder)},
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stdout.split())


@pytest.mark.parametrize("name", UNNEEDED)
def test_a_web_process_does_not_import_what_it_does_not_need(loaded, name):
    assert "forum.debates.views" in loaded
    assert name not in loaded


def test_the_newest_migration_is_the_one_that_alembic_would_name(plain_app):
    with plain_app.app_context():
        heads = ScriptDirectory.from_config(migrate.get_config()).get_heads()
    assert heads == [newest_migration()]


@pytest.mark.parametrize("name", ["flask", "sqlalchemy", "structlog", "click"])
def test_the_supervisor_has_nothing_of_the_application(name):
    code = "import sys, forum.operations.serve.__main__; print(*sys.modules)"
    loaded = subprocess.check_output([sys.executable, "-c", code], cwd=ROOT, text=True).split()
    assert "forum.operations.serve.supervisor" in loaded
    assert name not in loaded


MOST_MODULES = 1_800
MOST_TIMES = 6.0  # what starting costs in processor time, in imports of Flask and SQLAlchemy alone
ALONE = "import time, flask, sqlalchemy.orm; print(time.process_time())"
WHOLE = "import time; from forum.app import create_app; create_app(); print(time.process_time())"


def processor_time(code: str, folder: Path) -> float:
    """Seconds of processor that a new process took to run this."""
    environment = {"FORUM_DATA_DIR": str(folder)}
    return float(subprocess.check_output([sys.executable, "-c", code], cwd=ROOT, env=environment))


def test_a_web_process_starts_within_its_budget(loaded, tmp_path):
    assert len(loaded) <= MOST_MODULES
    turns = [(processor_time(ALONE, tmp_path), processor_time(WHOLE, tmp_path)) for _ in range(3)]
    alone, whole = (min(taken) for taken in zip(*turns, strict=True))
    assert whole / alone <= MOST_TIMES
