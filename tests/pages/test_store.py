"""The space in which pages are kept has an end, and one at a time makes a page."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import BoundedSemaphore, Semaphore

import pytest

from forum.lib.pages.store import BESIDE, WAITING, Entry, Store, Turn

SPACE = 100_000


def entry(size: int = 3000) -> Entry:
    return Entry({}, b"x" * size, [], "", "")


@pytest.mark.parametrize("size", [0, 3000, 7999])
def test_it_never_takes_more_than_it_has(size):
    store = Store(SPACE)
    for number in range(200):
        store.put(number, entry(size))
        assert store.used <= SPACE
    assert store.used == sum(one.size for one in store.entries.values())
    assert store.get(199) is not None


def test_what_was_asked_for_longest_ago_goes_first():
    store = Store(SPACE)
    for number in range(SPACE // (3000 + BESIDE)):
        store.put(number, entry())
    store.get(0)
    store.put("more", entry())
    assert store.get(0) is not None
    assert store.get(1) is None


def test_one_page_does_not_push_out_the_others():
    store = Store(SPACE)
    store.put("small", entry())
    store.put("large", entry(SPACE // 2))
    assert store.get("large") is None
    assert store.get("small") is not None


def test_a_page_in_the_place_of_another_is_counted_once():
    store = Store(SPACE)
    for _ in range(3):
        store.put("page", entry())
    assert store.used == 3000 + BESIDE


def test_dropping_what_is_no_longer_there_drops_nothing_else():
    store, old, new = Store(SPACE), entry(), entry()
    store.put("page", old)
    store.put("page", new)
    store.drop("page", old)
    assert store.get("page") is new


def come(store: Store, door: Callable[[], object]) -> Turn:
    """Come for a page that somebody else makes, and go on through the door."""
    with store.turn("page") as turn:
        door()
        store.begin("page", turn)
        return turn


@pytest.fixture
def others():
    with ThreadPoolExecutor(2) as others:
        yield others


def test_who_passed_by_waits_past_the_door_for_the_first(others):
    store = Store(SPACE)
    store.places = BoundedSemaphore(1)
    store.places.acquire()
    with store.turn("page") as turn:
        assert turn is Turn.FIRST
        store.begin("page", turn)
        passing = others.submit(come, store, int)
        with pytest.raises(TimeoutError):
            passing.result(0.2)
    assert passing.result(5) is Turn.PASSED


def test_who_waited_does_not_wait_once_more_where_nothing_was_kept(others):
    store, door = Store(SPACE), Semaphore(0)
    with store.turn("page") as turn:
        waiting = others.submit(come, store, door.acquire)
        while store.places._value == WAITING:
            time.sleep(0.01)
        store.begin("page", turn)
    with store.turn("page") as turn:
        store.begin("page", turn)
        door.release()
        assert waiting.result(5) is Turn.WAITED
