"""Whether the text that answers a question is found: the judged questions of the corpus spanish_text."""

from pathlib import Path

from bench.figures import Figure, figure
from bench.plan import Plan
from bench.relevance.judged import Ask, Judged, Marks, bare, judged, marks
from bench.relevance.postgresql import postgresql
from bench.relevance.product import STEPS, product
from bench.relevance.tantivy import tantivy

ALMOST = 0.99  # of another engine's marks
ACCENTS = 0.995  # of the marks with accents that there are without


def relevance(folder: Path, plan: Plan) -> list[Figure]:
    """MRR@10 and recall@10 of each step of our analysis, and of two other engines, on the same questions."""
    about = judged(plan.every)
    found: dict[str, Marks] = {}
    for step in STEPS:
        with product(about, step) as ask:
            found[step] = marks(ask, about.questions)
    with product(about, STEPS[-1]) as ask:
        unaccented = marks(ask, [(bare(question), right) for question, right in about.questions])
    for name, other in {"tantivy": tantivy, "PostgreSQL": postgresql}.items():
        with other(about) as ask:
            found[name] = marks(ask, about.questions)
    ours = found[STEPS[-1]].mrr
    return [
        *(line for name, one in found.items() for line in lines(name, one)),
        *lines("without accents", unaccented),
        ratio("relevance, MRR / tantivy's", ours, found["tantivy"].mrr, ALMOST),
        ratio("relevance, MRR / PostgreSQL's", ours, found["PostgreSQL"].mrr, ALMOST),
        ratio("relevance, MRR without accents / with", unaccented.mrr, ours, ACCENTS),
    ]


def lines(name: str, found: Marks) -> list[Figure]:
    """What an engine, or a step of ours, got."""
    return [
        figure(f"relevance, {name}, MRR@10", [found.mrr], ""),
        figure(f"relevance, {name}, recall@10", [found.recall], ""),
    ]


def ratio(name: str, ours: float, other: float, goal: float) -> Figure:
    """Our marks by another's."""
    return figure(name, [ours / other], "×", goal, at_least=True)


__all__ = ["Ask", "Judged", "relevance"]
