"""Queries that people judged: which texts they must find, and which must come first."""

import json
import unicodedata

import pytest

from forum.search.query import And, Days, Filter, Not, Word, parse
from tests import corpora
from tests.search.documents import at_once, document, found


def demanded():
    return [row for row in corpora.rows("queries", "queries.jsonl") if not row.get("optional")]


def words_alone(tree):
    """The tree without its filters: these documents have no names to resolve."""
    parts = tree.parts if isinstance(tree, And) else (tree,)
    kept = tuple(part for part in parts if not is_filter(part))
    return And(kept) if kept else None


def is_filter(node):
    return isinstance(node, Filter | Days) or (isinstance(node, Not) and is_filter(node.part))


@pytest.mark.parametrize("row", demanded(), ids=lambda row: row["query"] or "nothing")
def test_a_query_finds_what_it_must_and_not_what_it_must_not(app, engine, row):
    with app.test_request_context("/"):
        query = parse(row["query"])
    must, not_ = row["must_match_terms"], row.get("must_not_match_terms", [])
    place = "title" if row.get("filters", {}).get("in") == "title" else "text"
    said = {n: f"Dicen que {text}, y nada más." for n, text in enumerate([*must, *not_], 1)}
    documents = [document(n, **{place: text}, language=row["lang"]) for n, text in said.items()]
    engine.update(documents, ())
    answer = set(found(engine, words_alone(query.tree)))
    assert answer >= set(range(1, len(must) + 1))
    assert query.is_empty or not answer & set(range(len(must) + 1, len(documents) + 1))


def bare(text: str) -> str:
    """`text` without accents, its ñ kept."""
    parts = unicodedata.normalize("NFD", text.replace("ñ", "\0").replace("Ñ", "\0"))
    return "".join(char for char in parts if not unicodedata.combining(char)).replace("\0", "ñ")


def read(folder, name):
    return [json.loads(line) for line in (folder / name).read_text(encoding="utf-8").splitlines()]


def judged(folder):
    """Spanish texts, and questions with the one text that is known to answer each."""
    texts = [row for row in read(folder, "documents.jsonl") if row["lang"] == "es"]
    chosen = [row for row in texts if row["id"].startswith("xquad")] or texts
    numbers = {row["id"]: number for number, row in enumerate(chosen, 1)}
    documents = [document(numbers[row["id"]], row["text"]) for row in chosen]
    asked = [row for row in read(folder, "questions.jsonl") if row["relevant_id"] in numbers]
    return documents, [(row["question"], numbers[row["relevant_id"]]) for row in asked]


@pytest.fixture(params=corpora.folders("spanish_text"), ids=lambda folder: folder.parent.name)
def questions(request, engine):
    """The questions to an index of the texts."""
    documents, asked = judged(request.param)
    engine.rebuild(at_once(documents), len)
    return asked


def rank(engine, question: str, relevant: int) -> float:
    """One over the place of the relevant text among the first ten; 0 if it is not there."""
    words = And(tuple(Word(word) for word in question.split()))
    best = found(engine, words, limit=10, relax=True)[:10]
    return 1 / (best.index(relevant) + 1) if relevant in best else 0.0


def test_the_text_that_answers_comes_first_with_accents_or_without(app, engine, questions):
    accented = [rank(engine, question, relevant) for question, relevant in questions]
    unaccented = [rank(engine, bare(question), relevant) for question, relevant in questions]
    assert len(questions) >= 12
    assert sum(accented) / len(questions) >= 0.9
    assert sum(rank > 0 for rank in accented) / len(questions) >= 0.95
    assert sum(unaccented) >= 0.995 * sum(accented)
