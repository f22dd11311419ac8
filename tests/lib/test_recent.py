"""A few things by key."""

from forum.lib.recent import MOST, Recent


def test_those_asked_for_longest_ago_go_first():
    kept = Recent()
    for one in range(MOST):
        kept = kept.adding(one, str(one))
    assert kept.get(0) == "0"
    kept = kept.adding("new", "new")
    assert {*kept.things} == {0, "new", *range(2, MOST)}


def test_what_everybody_asks_for_stays_whatever_others_leave():
    kept = Recent().adding("all", "their page")
    for one in range(3 * MOST):
        assert kept.get("all") == "their page"
        kept = kept.adding(one, "a page of one")
    assert len(kept.things) == MOST


def test_a_thing_that_comes_again_takes_the_place_of_what_was_there():
    kept = Recent().adding("one", "old").adding("two", "two").adding("one", "new")
    assert kept.things == {"two": "two", "one": "new"}


def test_as_many_go_as_it_takes_to_fit_and_the_new_one_stays():
    kept = Recent()
    for one in (1, 2, 3, 9):
        kept = kept.adding(one, one, lambda things: sum(things) <= 5)
    assert kept.things == {9: 9}
    assert kept.get(1) is None
