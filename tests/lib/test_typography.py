"""Quotation marks are those of the language of the page."""

import pytest
from flask_babel import force_locale

from forum.lib.typography import quoted


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("es", "Permuta", "«Permuta»"),
        ("es", "Lo de «permutas»", "«Lo de “permutas”»"),
        ("ca", "Permuta", "«Permuta»"),
        ("en", "Permuta", "‘Permuta’"),
        ("en", "Lo de «permutas»", "‘Lo de “permutas”’"),
    ],
)
def test_a_title_is_quoted_as_the_page_writes(plain_app, language, text, expected):
    with plain_app.test_request_context(), force_locale(language):
        assert quoted(text) == expected
