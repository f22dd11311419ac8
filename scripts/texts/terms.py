"""The words that a language uses for the forum's things: one word, one thing.

A language's are in translations/LANGUAGE/terms.toml: under [terms], patterns for the Spanish, each with one
for what then has to stand in the translation; under [avoid], patterns that no translation may match, each
with what to write instead. Patterns are regular expressions; case is ignored.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field

from scripts.texts.catalogues import FOLDER


@dataclass(frozen=True)
class Terms:
    """A language's words: `wanted` by the Spanish that asks for them, `avoided` with what is better."""

    wanted: Mapping[str, str] = field(default_factory=dict)
    avoided: Mapping[str, str] = field(default_factory=dict)

    def problems(self, spanish: str, translation: str) -> list[str]:
        """What is said in another word than everywhere else."""
        missing = [
            f"without /{term}/"
            for source, term in self.wanted.items()
            if matches(source, spanish) and not matches(term, translation)
        ]
        better = [
            f"{better} instead of /{term}/"
            for term, better in self.avoided.items()
            if matches(term, translation)
        ]
        return missing + better


def matches(pattern: str, text: str) -> bool:
    """Whether the pattern stands anywhere in the text."""
    return re.search(pattern, text, re.IGNORECASE) is not None


def read_terms(language: str) -> Terms:
    """The words of a language; none where nobody wrote them down."""
    path = FOLDER / language / "terms.toml"
    if not path.exists():
        return Terms()
    tables = tomllib.loads(path.read_text("utf-8"))
    return Terms(tables.get("terms", {}), tables.get("avoid", {}))
