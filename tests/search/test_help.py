"""The help beside the box speaks the language of its page, its examples too."""

import pytest
from flask_babel import force_locale

from forum.search.help import help_for

EXAMPLES = {
    "es": ["frase exacta", "permuta", "emplead*", "-palabra", "@nombre", "#nómina"],
    "en": ["exact phrase", "swap", "employ*", "-word", "@name", "#payroll"],
}


@pytest.mark.parametrize("language", EXAMPLES)
def test_the_examples_are_in_the_language_of_the_page(app, language):
    with force_locale(language):
        typed = " ".join(text for one in help_for([]) for text in (*one.examples, *one.patterns))
    for code, words in EXAMPLES.items():
        assert [word in typed for word in words] == [code == language] * len(words), code
