"""Large exports: read as a stream, whatever they hold."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.importers.exports import BEGINNING, END, item
from tests.importers.large import parts

pytestmark = pytest.mark.long

MEASURE = """
import resource, subprocess, sys
done = subprocess.run([sys.executable, "-m", "forum", *sys.argv[1:]], capture_output=True, text=True)
print(done.returncode, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
print(done.stdout, done.stderr)
"""
MEGABYTE = 1024  # as the system counts the memory of a process


def measured(folder: Path, *words: str) -> int:
    """The most memory that a command took, in KB, in a data folder of its own."""
    environment = {"FORUM_DATA_DIR": str(folder), "PATH": "/usr/bin:/bin"}
    run = [sys.executable, "-c", MEASURE, *words]
    done = subprocess.run(run, capture_output=True, text=True, env=environment, check=True)
    numbers, _, said = done.stdout.partition("\n")
    code, memory = map(int, numbers.split())
    assert code == 0, said
    return memory


def test_memory_does_not_grow_with_the_export(tmp_path):
    small, large = tmp_path / "small.xml", tmp_path / "large.xml"
    small.write_text("\n".join(parts(3, 30)))
    with large.open("w") as file:
        file.write(BEGINNING)
        for number in range(1, 200):  # 40 MB that are read and left, 20 MB that come in
            file.write(item(number, "x" * 200_000, wp_post_type="producto"))
            file.write(item(1000 + number, f"<p>{'palabra ' * 12_000}</p>"))
        file.write(END)
    measured(tmp_path, "db", "upgrade")
    before = measured(tmp_path, "import", "wordpress", str(small))
    after = measured(tmp_path, "import", "wordpress", str(large))
    assert after - before < 25 * MEGABYTE


def test_the_generator_writes_what_it_is_asked_for(app, tmp_path):
    path = tmp_path / "large.xml"
    path.write_text("\n".join(parts(20, 100)))
    result = app.test_cli_runner().invoke(args=["import", "wordpress", str(path)])
    assert "20  entries" in result.stdout
    assert "120  posts" in result.stdout
