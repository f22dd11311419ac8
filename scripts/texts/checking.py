"""What a language's catalogue lacks or has wrong."""

import re
from collections.abc import Iterator, Sequence

from babel.core import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.plurals import get_plural

from scripts.texts.terms import Terms

PLACE = re.compile(r"%\(\w+\)[a-z]|%%|%")
END = re.compile(r"[.:?…]?$")


def problems(catalog: Catalog, template: Catalog, terms: Terms) -> list[str]:
    """Everything wrong with a catalogue, beside the texts that there are: a line each."""
    wrong = plural_problems(catalog)
    for text in filter(lambda message: message.id, template):
        mine = catalog.get(text.id, text.context)
        found = text_problems(text, mine, terms)
        wrong += [f"{problem}: {one_of(text)}" for problem in found]
    gone = [mine for mine in catalog if mine.id and template.get(mine.id, mine.context) is None]
    return wrong + [f"not in the code: {one_of(text)}" for text in gone]


def plural_problems(catalog: Catalog) -> list[str]:
    """The language's plural rule is the one that the header says."""
    locale = Locale.parse(str(catalog.locale))
    known = get_plural(locale)
    said = (catalog.num_plurals, catalog.plural_expr)
    return [] if said == (known.num_plurals, known.plural_expr) else [f"its plural forms are not {known}"]


def text_problems(text: Message, mine: Message | None, terms: Terms) -> Iterator[str]:
    """What is wrong with one text's translation."""
    if mine is None or not all(forms(mine.string)):
        yield "not translated"
    elif mine.fuzzy:
        yield "fuzzy"
    elif text.pluralizable != mine.pluralizable:
        yield "plural in one language only"
    else:
        for source, translation in pairs(text, mine):
            yield from pair_problems(source, translation)
            yield from terms.problems(source, translation)


def pairs(text: Message, mine: Message) -> Iterator[tuple[str, str]]:
    """Each form of a translation, beside the Spanish one that it stands for: the last stands for the rest."""
    sources, translations = forms(text.id), forms(mine.string)
    for number, translation in enumerate(translations):
        yield sources[min(number, len(sources) - 1)], translation


def pair_problems(source: str, translation: str) -> Iterator[str]:
    """What is wrong with a form: what is filled in, how it begins and how it ends."""
    if sorted(PLACE.findall(source)) != sorted(PLACE.findall(translation)):
        yield "other placeholders"
    if (
        source[:1].isspace() != translation[:1].isspace()
        or source[-1:].isspace() != translation[-1:].isspace()
    ):
        yield "other space around it"
    if ends(source) != ends(translation):
        yield "other end"


def space_around(text: str) -> tuple[bool, bool]:
    """Whether there is space before and after it."""
    return text[:1].isspace(), text[-1:].isspace()


def ends(text: str) -> str:
    """The mark that a text ends with; an abbreviation's point is none, and a greeting may end in a comma."""
    if re.search(r"n\.º$|\bno\.$", text):
        return ""
    return END.search(text.rstrip().replace(",", ":"))[0]  # type: ignore[index]


def forms(string: str | Sequence[str] | None) -> tuple[str, ...]:
    """A text, or each of its plural forms."""
    if string is None or isinstance(string, str):
        return (string or "",)
    return tuple(string)


def one_of(text: Message) -> str:
    """How to name a text."""
    return forms(text.id)[0] + (f" [{text.context}]" if text.context else "")
