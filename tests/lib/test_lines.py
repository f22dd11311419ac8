"""Lines of the log that wait for each other are all written, once, in their order."""

import subprocess
import sys
import threading

from forum.lib.lines import Lines
from tests.servers import ROOT, until

AT_THE_END = """
from forum.lib.lines import lines
lines.add("uno\\n")
lines.add("dos\\n")
"""


def said(code: str) -> str:
    """What a program writes to standard error."""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=30)
    assert done.returncode == 0
    return done.stderr


def test_they_are_written_soon(capsys):
    lines, written = Lines(), []

    def all_written() -> bool:
        written.append(capsys.readouterr().err)
        return "".join(written).count("\n") == 400

    def add(name: int) -> None:
        for number in range(100):
            lines.add(f"{name} {number:03}\n")

    writers = [threading.Thread(target=add, args=(name,)) for name in range(4)]
    for writer in writers:
        writer.start()
    until(all_written, "all lines were written")
    found = "".join(written).splitlines()
    for name in range(4):
        mine = [line for line in found if line.startswith(f"{name} ")]
        assert mine == [f"{name} {number:03}" for number in range(100)]


def test_what_waits_is_written_when_the_process_ends():
    assert said(AT_THE_END) == "uno\ndos\n"


def test_nobody_who_reads_is_no_failure(monkeypatch, tmp_path):
    closed = (tmp_path / "log").open("w")
    closed.close()
    monkeypatch.setattr(sys, "stderr", closed)
    lines = Lines()
    lines.waiting.append("uno\n")
    lines.write()
    assert not lines.waiting
