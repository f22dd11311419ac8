"""What forms say is wrong is said in our own words, which every language's catalogue has."""

from collections.abc import Iterator

import pytest
from flask_babel.speaklater import LazyString
from flask_wtf import FlaskForm
from wtforms import Form, RadioField, SelectField
from wtforms.fields.core import UnboundField
from wtforms.validators import Optional

from forum.lib.forms import InOurWords


def forms(kind: type) -> Iterator[type[Form]]:
    """Every form of the program."""
    for form in kind.__subclasses__():
        if form.__module__.startswith("forum."):
            yield form
        yield from forms(form)


def fields(form: type[Form]) -> Iterator[tuple[str, UnboundField]]:
    """The fields that a form declares, by name; those of a field that has some are their own form's."""
    for name in dir(form):
        field = getattr(form, name)
        if isinstance(field, UnboundField):
            yield f"{form.__module__}.{form.__name__}.{name}", field


FIELDS = dict(sorted(found for form in {*forms(FlaskForm), *forms(Form)} for found in fields(form)))


def test_there_are_forms_to_look_at():
    assert len(FIELDS) > 40


@pytest.mark.parametrize("name", FIELDS)
def test_no_validator_speaks_in_the_librarys_words(name):
    field = FIELDS[name]
    for validator in field.kwargs.get("validators", []):
        if isinstance(validator, Optional) or not hasattr(validator, "message"):
            continue
        assert isinstance(validator.message, LazyString), f"{name}: {validator}"


@pytest.mark.parametrize("name", FIELDS)
def test_no_choice_is_refused_in_the_librarys_words(name):
    kind = FIELDS[name].field_class
    assert not issubclass(kind, SelectField | RadioField) or issubclass(kind, InOurWords)
