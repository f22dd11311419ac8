"""Which terms tell what a text is about: names of months and single letters do not, however rare they are."""

from functools import cache

from forum.search.analysis import terms

MONTHS = {
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "ca": "gener febrer març abril maig juny juliol agost setembre octubre novembre desembre",
    "gl": "xaneiro febreiro marzo abril maio xuño xullo agosto setembro outubro novembro decembro",
    "eu": "urtarrila otsaila martxoa apirila maiatza ekaina uztaila abuztua iraila urria azaroa abendua",
    "en": "january february march april may june july august september october november december",
}


@cache
def months(language: str) -> frozenset[str]:
    """The terms of the names of months in a language."""
    return frozenset(term.text for term in terms(MONTHS.get(language, ""), language))


def tells(term: str, language: str) -> bool:
    """Whether a term of a text in a language may tell what it is about."""
    return len(term) > 1 and term not in months(language)
