"""PostgreSQL's own limits, and that it answers about as well as Whoosh."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from forum.extensions import db
from forum.search.postgres_engine.vectors import LONGEST, MOST_PLACES, quoted, safe, unquoted, vector
from forum.search.query import Phrase, Word
from forum.search.whoosh_engine import WhooshEngine
from tests import corpora
from tests.search.documents import at_once, document, found
from tests.search.test_judged_queries import judged, rank

pytestmark = [
    pytest.mark.usefixtures("app"),
    pytest.mark.parametrize(
        "database", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True
    ),
]

NEARLY = 0.97  # of what Whoosh's order is worth


@pytest.mark.parametrize("folder", corpora.folders("spanish_text"), ids=lambda folder: folder.parent.name)
def test_the_text_that_answers_comes_nearly_as_early_as_with_whoosh(engine, tmp_path, folder):
    whoosh = WhooshEngine(tmp_path / "whoosh")
    documents, questions = judged(folder)
    for index in (engine, whoosh):
        index.rebuild(at_once(documents), len)
    worth = [sum(rank(index, *question) for question in questions[::3]) for index in (engine, whoosh)]
    assert len(questions[::3]) >= 4
    assert worth[0] >= NEARLY * worth[1]


HOSTILE = st.text(st.sampled_from("'\\:*&|!()<>-,\"% \n\tABñ😀0\x00\ud800"), min_size=1, max_size=12)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(HOSTILE, HOSTILE)
def test_a_term_of_whatever_letters_is_held_and_found_as_it_is(term, other):
    held = f"{quoted(term)}:1A,7B"
    said = text(
        "SELECT tsvector_to_array(CAST(:held AS tsvector)), CAST(:held AS tsvector) @@ CAST(:q AS tsquery)"
    )
    assert db.session.execute(said, {"held": held, "q": quoted(term)}).one() == ([safe(term)], True)
    assert db.session.execute(said, {"held": held, "q": quoted(other)}).one()[1] == (
        safe(term) == safe(other)
    )
    assert unquoted(quoted(term)) == safe(term)


def test_a_word_that_stands_everywhere_keeps_as_many_places_as_a_vector_holds():
    words, length = vector(document(1, "nómina " * 1000))
    held = db.session.scalar(
        text("SELECT (SELECT cardinality(positions) FROM unnest(CAST(:v AS tsvector)))"), {"v": words}
    )
    assert (held, length) == (MOST_PLACES, 1000)


def test_a_text_of_more_terms_than_a_vector_holds_is_found_by_its_first(engine):
    words = [f"{number:05}{'w' * 60}" for number in range(20_000)]
    engine.update([document(1, " ".join(words))], ())
    assert found(engine, Phrase(" ".join(words[:3]))) == [1]
    assert found(engine, Word(words[-1])) == []


def test_a_word_too_long_for_a_vector_hides_nothing_beside_it(engine):
    engine.update([document(1, f"trienio {'ñ' * LONGEST} permuta")], ())
    assert found(engine, Word("trienio")) == found(engine, Word("permuta")) == [1]
