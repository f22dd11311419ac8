"""The words that invented people use."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random


@dataclass(frozen=True)
class Vocabulary:
    """What people are called, where they work, and the parts that their sentences are made of."""

    first_names: list[str]
    last_names: list[str]
    positions: list[str]
    organisations: list[str]
    places: list[str]
    tags: list[str]
    groups: list[dict[str, str]]
    sentences: dict[str, list[str]]


@cache
def vocabulary() -> Vocabulary:
    """The words in vocabulary.toml."""
    said = tomllib.loads(Path(__file__).with_name("vocabulary.toml").read_text("utf-8"))
    tags = [tag.replace("-", " ") for tag in said.pop("tags").split()]
    names = {name: said.pop(name).split() for name in ("first_names", "last_names")}
    return Vocabulary(**names, tags=tags, **said)


def invented_paragraph(chance: Random) -> str:
    """A paragraph of one to five sentences, on one line."""
    closer = chance.choice(vocabulary().sentences["closers"])
    sentences = [invented_sentence(chance) for _ in range(chance.randint(1, 5))]
    return " ".join([*sentences, closer]).strip()


def invented_sentence(chance: Random) -> str:
    """Somebody does something, somehow."""
    parts = vocabulary().sentences
    kinds = ("openers", "subjects", "verbs", "objects", "circumstances")
    words = " ".join(chance.choice(parts[kind]) for kind in kinds).strip()
    return f"{words[0].upper()}{words[1:]}."
