"""The statement of reasons of a decision (Regulation (EU) 2022/2065, article 17).

It says what was decided and for how long, what happened, whether somebody called for it, which rule or law
it goes against, whether a program found or decided it, and how to have it looked at again.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from forum.debates.models import Post, Thread
from forum.lib.clock import utcnow
from forum.lib.urls import absolute_url
from forum.moderation.actions.deciding import Grounds
from forum.moderation.acts import TIMED, is_stated
from forum.moderation.models import Case, Decision
from forum.moderation.models.appeals import APPEAL
from forum.moderation.models.cases import UNREAD
from forum.moderation.models.decisions import UNDO
from forum.moderation.naming import changes, rests_on


@dataclass(frozen=True)
class Statement:
    """What the person whom a decision concerns is told, in the language of whoever asks its texts.

    `origin` is what called for it, a key of ORIGINS; `group` the name of where a thread went to. `place` and
    `link` are empty where the person may not look, and so are `settings`: the decision that set something.
    """

    act: str
    reason: str
    ground: str
    rule: str
    automated: bool
    origin: str
    group: str
    until: datetime | None
    place: str
    link: str
    appeal_link: str
    made: datetime | None
    whole: bool
    pending: bool
    settings: tuple[Decision, ...] = ()

    @property
    def measure(self) -> str:
        """What was decided, as a whole sentence."""
        if self.act == "remove" and self.pending:
            return _("Tu mensaje no se ha publicado.")
        if self.act == "move" and self.group:
            moved = _("Tu debate se ha movido al grupo «%(group)s». Conserva sus mensajes y sus enlaces.")
            return moved % {"group": self.group}
        if self.settings:
            what = "; ".join(changes(self.settings[0]))
            return _("Ha cambiado tu debate. %(what)s.", what=what)
        of_thread = OF_THREAD.get(self.act) if self.whole else None
        return (of_thread or MEASURES[self.act])()

    @property
    def rests_on(self) -> str:
        """The rule or law that it goes against."""
        return rests_on(self.ground, self.rule)

    @property
    def called(self) -> str:
        """Whether it follows a notice or flags, or the team's own look (article 17.3 b); never whose."""
        return ORIGINS[self.origin]()

    @property
    def found(self) -> str:
        """Whether a program had a part in it (article 17.3 c)."""
        if self.automated:
            return _("Lo encontró un programa que revisa textos; lo ha decidido una persona.")
        return _("No ha habido detección automática; lo ha decidido una persona.")

    @property
    def appeal_ends(self) -> datetime:
        """Until when it can be looked at again, if it is told as soon as it can no longer be undone."""
        return (self.made or utcnow()) + UNDO + APPEAL

    @property
    def scope(self) -> str:
        """Where and for how long it holds (article 17.3 a)."""
        return SCOPES.get(self.act, everywhere)()


def everywhere() -> str:
    return _("En todo el foro, para todas las personas.")


MEASURES = {
    "hide": lambda: _("Tu mensaje se ha ocultado mientras se revisa."),
    "remove": lambda: _("Tu mensaje se ha retirado. En su sitio queda una nota con el motivo."),
    "restore": lambda: _("Tu mensaje se ha restaurado: vuelve a su sitio con su texto."),
    "edit": lambda: _("El texto de tu mensaje se ha editado. La versión anterior se conserva."),
    "close": lambda: _("Tu debate se ha cerrado: nadie puede responder; se puede seguir leyendo."),
    "open": lambda: _("Tu debate se ha reabierto: se puede responder otra vez."),
    "move": lambda: _("Tu debate se ha movido a otro grupo. Conserva sus mensajes y sus enlaces."),
    "split": lambda: _("Parte de tu debate está ahora en un debate nuevo. Los enlaces siguen valiendo."),
    "merge": lambda: _("Tu debate se ha unido a otro. Los enlaces siguen valiendo."),
    "transfer": lambda: _("Algunos mensajes de tu debate están ahora en otro. Los enlaces siguen valiendo."),
    "arrange": lambda: _("Han cambiado los ajustes de tu debate: título, etiquetas o cuándo se responde."),
    "warn": lambda: _("Es una advertencia. No cambia lo que puedes hacer aquí."),
    "silence": lambda: _("Tu cuenta está en solo lectura: puedes leer, pero no publicar."),
    "suspend": lambda: _("Tu cuenta está suspendida: puedes leer, descargar tus datos y pedir la revisión."),
    "unheed": lambda: _("Por un tiempo no atendemos tus denuncias ni tus avisos de contenido ilegal."),
    "clear": lambda: _(
        "Se ha vaciado tu perfil: nombre, puesto, «Sobre ti» y enlaces. Puedes escribir otros."
    ),
    "lift": lambda: _("La medida sobre tu cuenta ha terminado antes de tiempo."),
}
ORIGINS = {
    "notice": lambda: _("Alguien avisó de un contenido ilegal (artículo 16 del Reglamento (UE) 2022/2065)."),
    "flag": lambda: _("Alguien lo denunció."),
    "automatic": lambda: _("Nadie lo denunció: lo encontró un programa que revisa textos."),
    "own": lambda: _("Nadie lo denunció: el equipo de moderación lo miró por iniciativa propia."),
}
SCOPES = {
    "warn": lambda: _("No limita nada."),
    "silence": lambda: _("En todo el foro."),
    "suspend": lambda: _("En todo el foro."),
    "unheed": lambda: _("Solo lo que denuncies o avises; puedes leer y publicar."),
    "clear": lambda: _("Tu perfil, para todas las personas."),
}
OF_THREAD = {
    "remove": lambda: _("Tu debate se ha retirado. Su dirección dice que se retiró."),
    "restore": lambda: _("Tu debate se ha restaurado: vuelve a las listas y a la búsqueda."),
}


def drafts(
    acts: Iterable[str],
    why: Grounds,
    thing: Post | Thread | None,
    until: datetime | None = None,
    *,
    origin: str,
    **more: Any,
) -> list[Statement]:
    """The statements that these acts would send, for whoever decides to look at: of those that send one.

    `origin` is what called for it; `more` what else the decision would have.
    """
    made = [
        Decision(
            act=act,
            reason=why.reason,
            ground=why.ground,
            rule=why.rule,
            automated=origin == "automatic",
            until=until if act in TIMED else None,
            **{"before": {}, **more},
        )
        for act in acts
    ]
    return [
        statement_of(one, None if one.is_on_person else thing, origin=origin)
        for one in made
        if is_stated(one)
    ]


def called_in(case: Case) -> str:
    """What called for a decision in a case, whose flags are loaded."""
    return origin_of({flag.source for flag in case.flags if flag.reason != UNREAD})


def origin_of(sources: Collection[str], *, automated: bool = False) -> str:
    """What called for a decision: the first of a notice, a person's flag, a program, or only the team."""
    calls = {"notice": "notice", "person": "flag", "automatic": "automatic"}
    found = next((name for source, name in calls.items() if source in sources), "own")
    return "automatic" if automated and found == "own" else found


def statement_of(
    decision: Decision,
    thing: Post | Thread | None,
    *,
    origin: str,
    group: str = "",
    in_sight: bool = True,
) -> Statement:
    """The statement of a decision about a thing, which is loaded, as is its thread; None: about a person.

    A draft, which is not stored, has no address to appeal at yet.
    """
    thread = thing.thread if isinstance(thing, Post) else thing
    place = ""
    if not in_sight:
        thread = None
    elif isinstance(thing, Post) and thing.number:
        place = absolute_url("debates.permalink", post_id=thing.id)
    elif thread is not None:
        place = absolute_url("debates.show_thread", section=thread.section, thread=thread)
    return Statement(
        act=decision.act,
        reason=decision.reason,
        ground=decision.ground,
        rule=decision.rule,
        automated=decision.automated,
        origin=origin,
        group=group,
        until=decision.until,
        place=thread.title if thread is not None else "",
        link=place,
        appeal_link=absolute_url("moderation.my_decision", decision_id=decision.id) if decision.id else "",
        made=decision.created,
        whole=isinstance(thing, Thread),
        pending=(decision.before or {}).get("state") == "pending",
        settings=(decision,) if decision.act == "arrange" and thread is not None else (),
    )
