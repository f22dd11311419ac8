"""What a web process has in memory, and how the number of a migration is known without Alembic."""

import subprocess
import sys

import pytest
from alembic.script import ScriptDirectory

from config import ROOT
from forum.commands import migrate
from forum.home.queries.health import newest_migration

UNNEEDED = (
    *("alembic", "flask_migrate", "mako", "tqdm", "PIL", "granian"),
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
