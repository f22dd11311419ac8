"""What the guard against gross falls tells, and what it does not."""

import json

import pytest

from bench.community import Size, command, lent
from bench.guard.__main__ import RECORDED
from bench.guard.calls import calls_of
from bench.guard.judging import falls


def test_a_fall_is_told_with_both_figures():
    (line,) = falls({"home": 2.0, "search": 5.0}, {"home": 4.1, "search": 5.0})
    assert line == "home: 4.1, and 2 was recorded: 2.0 × as much"


def test_neither_a_gain_nor_noise_is_told():
    assert falls({"home": 2.0, "search": 5.0}, {"home": 0.1, "search": 9.9}) == []


def test_what_is_in_one_of_the_two_alone_is_told():
    new, old = falls({"home": 2.0}, {"search": 5.0})
    assert "search: nothing is recorded" in new
    assert "home: recorded, and measured no longer" in old


def test_what_was_recorded_says_where_and_of_what_commit():
    recorded = json.loads(RECORDED.read_text(encoding="utf-8"))
    assert {"commit", "processor", "python", "load before"} <= recorded["machine"].keys()
    assert all(cost > 0 for cost in recorded["costs"].values())


def test_calls_are_counted_the_same_each_time():
    counts = {calls_of(lambda: sorted("tertulia", key=lambda letter: letter.upper())) for _ in range(3)}
    assert len(counts) == 1
    assert counts.pop() > len("tertulia")


@pytest.mark.long
def test_what_is_measured_is_what_was_recorded():
    with lent(Size(users=40, threads=60, posts=600, longest=120), indexed=True) as folder:
        costs = json.loads(command(folder, "bench.guard.measuring", "1"))
    recorded = json.loads(RECORDED.read_text(encoding="utf-8"))
    assert costs.keys() == recorded["costs"].keys()
