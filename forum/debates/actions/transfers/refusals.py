"""Why posts stay where they are. Each names the field of a form that it is about."""

from flask_babel import lazy_gettext as _l

from forum.lib.refusals import Conflict, Invalid


class AboutNumbers(Invalid):
    """Something is wrong with the posts that were chosen."""

    def __init__(self) -> None:
        super().__init__(field="numbers")


class AboutTarget(Invalid):
    """Something is wrong with where they would go."""

    def __init__(self) -> None:
        super().__init__(field="target")


class NothingChosen(AboutNumbers):
    message = _l("Con esos números no hay ningún mensaje que mover.")


class OpeningStays(AboutNumbers):
    message = _l("La apertura (n.º 1) no se separa de su hilo. Para llevarlo todo, únelo a otro.")


class HiddenOpening(AboutNumbers):
    message = _l("El primero de los mensajes abriría el hilo nuevo y ahora no está a la vista: elige otro.")


class GroupNeeded(Invalid):
    message = _l("Un debate está en un grupo: elige uno.")

    def __init__(self) -> None:
        super().__init__(field="group")


class OtherReadersThere(Invalid):
    message = _l(
        "En ese grupo no leen las mismas personas que aquí: los mensajes no pueden pasar de uno a otro."
    )

    def __init__(self) -> None:
        super().__init__(field="group")


class OtherReaders(AboutTarget):
    message = _l(
        "Ese hilo no lo leen las mismas personas que este: los mensajes no pueden pasar de uno a otro."
    )


class SameThread(AboutTarget):
    message = _l("Es este mismo hilo: elige otro.")


class EntryStays(AboutTarget):
    message = _l("Las entradas del blog no se unen a nada: se unen debates.")


class BothLinked(AboutTarget):
    message = _l("Cada uno de los dos debates sigue a una entrada del blog: no se pueden unir.")


class NotShown(Conflict):
    message = _l("Uno de los dos hilos ya no está a la vista.")


class MovedOn(Conflict):
    message = _l(
        "No se puede deshacer: después han cambiado de sitio algunos de esos mensajes, o el hilo mismo."
    )
