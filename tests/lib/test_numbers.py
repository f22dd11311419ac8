"""Numbers that come in addresses: what no database could hold is no number."""

import pytest

from forum.lib.numbers import whole_number
from forum.lib.pagination import page_number
from forum.lib.refusals import NotFound


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("007", 7), ("999999999", 999_999_999)])
def test_up_to_nine_digits_are_a_number(text, number):
    assert whole_number(text) == number


@pytest.mark.parametrize("text", [None, "", "-1", "1.5", " 1", "٣", "²", "1000000000", "0" * 5000])
def test_anything_else_is_none(text):
    assert whole_number(text) is None


@pytest.mark.parametrize("text", ["0", "10000001", "x", "0000000001" + "9" * 20])
def test_a_page_that_cannot_be_is_not_found(text):
    with pytest.raises(NotFound):
        page_number(text)


def test_an_address_without_a_page_asks_for_the_first():
    assert [page_number(text) for text in (None, "", "3")] == [1, 1, 3]
