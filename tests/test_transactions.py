"""What is slow stays out of transactions, and what waits for the commit waits for it."""

import pytest

from forum.accounts.actions import hash_password
from forum.lib.markdown import render, render_html
from forum.lib.transactions import after_commit, transaction

pytestmark = pytest.mark.usefixtures("app")


@pytest.mark.parametrize("act", [render, render_html, hash_password], ids=lambda act: act.__name__)
def test_nothing_slow_runs_inside_a_transaction(act):
    with transaction(), pytest.raises(RuntimeError, match="slow"):
        act("un texto cualquiera")


def test_what_waits_for_the_commit_never_runs_after_a_failure():
    done = []

    def fail():
        with transaction():
            after_commit(lambda: done.append("ran"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert done == []


def test_what_waits_for_the_commit_runs_once():
    done = []

    def note():
        done.append("ran")

    with transaction():
        after_commit(note)
        after_commit(note)
        assert done == []
    assert done == ["ran"]


def test_transactions_do_not_nest():
    with transaction(), pytest.raises(RuntimeError), transaction():
        pass
