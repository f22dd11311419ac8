"""Numbers that come in addresses: what no database could hold is no number."""

import pytest
from flask_babel import force_locale

from forum.lib.numbers import number, whole_number
from forum.lib.pagination import page_number
from forum.lib.refusals import NotFound


@pytest.mark.parametrize(("text", "value"), [("0", 0), ("007", 7), ("999999999", 999_999_999)])
def test_up_to_nine_digits_are_a_number(text, value):
    assert whole_number(text) == value


@pytest.mark.parametrize("text", [None, "", "-1", "1.5", " 1", "٣", "²", "1000000000", "0" * 5000])
def test_anything_else_is_none(text):
    assert whole_number(text) is None


@pytest.mark.parametrize("text", ["0", "10000001", "x", "0000000001" + "9" * 20])
def test_a_page_that_cannot_be_is_not_found(text):
    with pytest.raises(NotFound):
        page_number(text)


def test_an_address_without_a_page_asks_for_the_first():
    assert [page_number(text) for text in (None, "", "3")] == [1, 1, 3]


@pytest.mark.parametrize(
    ("language", "value", "said"),
    [
        ("es", 0, "0"),
        ("es", 999, "999"),
        ("es", 12_345, "12.345"),
        ("en", 1_234, "1,234"),
        ("ca", 1_234, "1.234"),
    ],
)
def test_a_count_is_grouped_as_the_page_writes(plain_app, language, value, said):
    with plain_app.test_request_context(), force_locale(language):
        assert number(value) == said
