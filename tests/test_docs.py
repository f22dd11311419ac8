"""The documents lead where they say, and every decision is found from the list."""

import re
from pathlib import Path

import pytest

from tests.servers import ROOT

DOCUMENTS = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(path: Path):
    links = re.findall(r"\]\(([^)#]+)", path.read_text())
    dead = [link for link in links if "://" not in link and not (path.parent / link).exists()]
    assert dead == []


def test_every_decision_is_in_the_list_with_a_number_of_its_own():
    folder = ROOT / "docs/decisions"
    decisions = sorted(path.name for path in folder.glob("[0-9]*.md"))
    listed = re.findall(r"\]\((\d[^)]+)\)", (folder / "README.md").read_text())
    assert listed == decisions
    assert len({name[:4] for name in decisions}) == len(decisions)
