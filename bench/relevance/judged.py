"""Texts, and questions with the one text that is known to answer each."""

import json
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.corpora import folders

FIRST = 10  # texts that a person looks at

Ask = Callable[[str], Sequence[int]]  # from a question to the numbers of the first texts


@dataclass(frozen=True)
class Judged:
    """Texts in all languages, each with its language, and Spanish questions with the number of a text."""

    texts: Sequence[tuple[str, str]]
    questions: Sequence[tuple[str, int]]


@dataclass(frozen=True)
class Marks:
    """The mean of one over the place of the right text, and how often it is among the first."""

    mrr: float
    recall: float


def judged(every: int) -> Judged:
    """The texts, and one in `every` so many questions."""
    folder = folders("spanish_text")[-1]
    texts = rows(folder / "documents.jsonl")
    numbers = {row["id"]: number for number, row in enumerate(texts, 1)}
    asked = [row for row in rows(folder / "questions.jsonl") if row["lang"] == "es"]
    return Judged(
        [(row["lang"], row["text"]) for row in texts],
        [(row["question"], numbers[row["relevant_id"]]) for row in asked[::every]],
    )


def rows(path: Path) -> list[Any]:
    """The JSON lines of a file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def marks(ask: Ask, questions: Sequence[tuple[str, int]]) -> Marks:
    """What an engine gets for the questions."""
    places = [place(ask(question), right) for question, right in questions]
    found = [one for one in places if one]
    return Marks(sum(1 / one for one in found) / len(places), len(found) / len(places))


def place(found: Sequence[int], right: int) -> int:
    """Where the right text stands among the first, from 1; 0 if it does not."""
    first = list(found)[:FIRST]
    return first.index(right) + 1 if right in first else 0


def bare(text: str) -> str:
    """A text without accents, its ñ kept."""
    parts = unicodedata.normalize("NFD", text.replace("ñ", "\0").replace("Ñ", "\0"))
    return "".join(char for char in parts if not unicodedata.combining(char)).replace("\0", "ñ")
