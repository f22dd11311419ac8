"""Whatever process is killed while people write: what was acknowledged is there, once."""

import json

import pytest

from bench.crashes import BACK, crashes
from tests.servers import Server

pytestmark = pytest.mark.long  # processes are started and killed
SEED = ("seed", "--users", "20", "--threads", "20", "--posts", "600", "--longest", "100")
UNFELT = {"web server", "worker"}  # who serves is not who dies: a connection may be reset, no more


def test_what_was_acknowledged_survives_the_death_of_any_process(tmp_path):
    server = Server(tmp_path)
    assert server.command("db", "upgrade").returncode == 0
    assert server.command(*SEED).returncode == 0
    rounds, seen = crashes(tmp_path, 4)
    assert [one.victim for one in rounds] == ["web process", "web server", "worker", "supervisor"]
    assert len(seen.acknowledged) > len(rounds)
    assert [one for one in rounds if one.victim in UNFELT and one.silent > BACK] == []
    assert server.command("search", "rebuild").returncode == 0
    checked = server.command("check", "--json")
    assert checked.returncode == 0, json.loads(checked.stdout)
