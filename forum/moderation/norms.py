"""The rules of the site, of which a decision names one. The room that keeps their text gives them."""

from collections.abc import Callable, Sequence

Norms = Sequence[tuple[str, str]]
_loaders: list[Callable[[], Norms]] = []
_usual: list[Callable[[str], str]] = []


def keep_norms(load: Callable[[], Norms]) -> None:
    """Set the function that gives the rules' names in their order: as a decision keeps them, and as shown."""
    _loaders[:] = [load]


def norms() -> Norms:
    """The rules: «Norma 4: datos personales» in the site's language, and the same in the reader's."""
    return _loaders[0]() if _loaders else ()


def keep_usual(find: Callable[[str], str]) -> None:
    """Set the function that gives the rule which a reason of flags is usually about, or nothing."""
    _usual[:] = [find]


def usual_norm(reason: str) -> str:
    """The built-in rule that what is flagged for a reason usually goes against, as decisions keep it."""
    return _usual[0](reason) if _usual else ""
