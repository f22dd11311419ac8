"""What may be typed into the box, in the words of the page's language; every language's words work."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from forum.groups.models import Group
from forum.lib.dates import language
from forum.search.query.choices import CHOICES
from forum.search.query.dates import DAYS, today
from forum.search.query.operators import NAMES, OR, shown
from forum.search.query.writing import operator, value

YET_TO_COME = ("question", "poll", "manifesto", "course", "solved", "unsolved")  # they stand in the text


@dataclass(frozen=True)
class Help:
    """Some things that may be typed, and what they do.

    `examples` find something by themselves or beside other words; `patterns` wait for a name.
    """

    text: str
    examples: Sequence[str] = ()
    patterns: Sequence[str] = ()


def operator_words() -> Mapping[str, str]:
    """The operators as this page calls them, by what they mean."""
    return {meaning: f"{shown(meaning, language())}:" for meaning in NAMES}


def help_for(groups: Sequence[Group]) -> list[Help]:
    """Everything that may be typed, for somebody who may look into these groups."""
    return [*about_words(), *about_names(groups), *about_choices(), *about_dates(), *about_all()]


def about_words() -> Iterator[Help]:
    """Phrases, exclusions, alternatives, beginnings."""
    phrase, word, subject, one, other = (
        _("frase exacta"),
        _("palabra"),
        _("permuta"),
        _("Lugo"),
        _("Vigo"),
    )
    yield Help(_("Las palabras juntas y en ese orden."), [f'"{phrase}"'])
    yield Help(_("Quita lo que la contenga."), patterns=[f"-{word}"])
    yield Help(
        _("Cualquiera de las dos, en mayúsculas; los paréntesis dicen cuáles."),
        [f"{subject} ({one} {OR[language()]} {other})"],
    )
    yield Help(_("Lo que empiece así; desde cuatro letras."), [_("emplead*")])


def about_names(groups: Sequence[Group]) -> Iterator[Help]:
    """Operators that take a name."""
    named = "{}:{}".format
    somebody, payroll = _("nombre"), _("nómina")
    author, tag, group, organisation = (
        shown(name, language()) for name in ("author", "tag", "group", "organisation")
    )
    yield Help(
        _("Quien lo escribió, por su nombre de usuario."),
        patterns=[named(author, somebody), f"@{somebody}"],
    )
    yield Help(_("Los debates y entradas con esa etiqueta."), patterns=[named(tag, payroll), f"#{payroll}"])
    yield Help(
        _("Lo que está en ese grupo."),
        [named(group, groups[0].slug)] if groups else [],
        [] if groups else [named(group, somebody)],
    )
    yield Help(
        _("Lo que escribe gente de ese organismo; basta una parte de su nombre."),
        patterns=[named(organisation, _("Lugo"))],
    )


def about_choices() -> Iterator[Help]:
    """Operators that take one of a few values."""
    kinds = ", ".join(value("kind", each, language()) for each in YET_TO_COME if each in CHOICES["kind"])
    solved, unsolved = (value("status", each, language()) for each in ("solved", "unsolved"))
    texts = {
        "kind": _("Qué es. También valen %(kinds)s, aunque aún no hay nada de eso.", kinds=kinds),
        "part": _("Dónde están las palabras: en el título, en el primer mensaje o en los que siguen."),
        "status": _(
            "Cómo está el debate. Aún no se marcan como resueltos: «%(solved)s» no encuentra ninguno y "
            "«%(unsolved)s», todos.",
            solved=solved,
            unsolved=unsolved,
        ),
        "me": _("Lo que has escrito tú, o los debates que sigues. Hay que entrar."),
        "order": _("En qué orden salen los resultados."),
    }
    for name, text in texts.items():
        values = [each for each in CHOICES[name] if each not in YET_TO_COME]
        yield Help(text, [operator(name, value(name, each, language()), language()) for each in values])


def about_dates() -> Iterator[Help]:
    """Operators that take a date, and all the forms of one."""
    day = today()

    def on(name: str, date: str) -> str:
        return operator(name, date, language())

    yield Help(
        _("Desde ese año, mes o día, incluido."),
        [on("since", f"{day:{form}}") for form in ("%Y", "%Y-%m", "%Y-%m-%d")],
    )
    yield Help(_("Hasta entonces, incluido."), [on("until", f"{day.year - 1}")])
    yield Help(
        _("Después y antes, sin incluirlo."),
        [on("after", f"{day.year - 1}"), on("before", f"{day:%Y-%m}")],
    )
    yield Help(
        _("Hoy, ayer, o hace tantos días: valen en cualquiera de ellos."),
        [*(on("since", words[language()]) for words in DAYS.values()), on("since", "30d")],
    )
    yield Help(_("Los últimos siete días; otros números, también."), ["7d"])


def about_all() -> Iterator[Help]:
    """What holds for every operator."""
    closed = operator("status", value("status", "closed", language()), language())
    parts = ",".join(value("part", each, language()) for each in ("title", "opening"))
    yield Help(_("Un guion delante excluye."), [f"-{closed}"])
    yield Help(
        _("Una coma entre dos valores acepta cualquiera de ellos."), [operator("part", parts, language())]
    )
    yield Help(
        _("Los operadores valen también en catalán, gallego, euskera e inglés, con tildes o sin ellas.")
    )
