"""Why an act of moderation cannot be done."""

from flask_babel import lazy_gettext as _l

from forum.lib.refusals import Conflict, Invalid, NotAllowed


class NotVisible(Conflict):
    message = _l("Este mensaje ya no está a la vista.")


class FlaggedAlready(Conflict):
    message = _l("Ya lo habías denunciado: está en la cola de moderación.")


class CaseClosed(Conflict):
    message = _l("Este caso ya está resuelto: alguien se ha adelantado.")


class CaseTaken(Conflict):
    message = _l("Este caso lo lleva ahora otra persona del equipo.")


class StillHidden(Conflict):
    message = _l("El mensaje está oculto mientras se revisa: antes decide si se retira o si vuelve a verse.")


class NotNow(Conflict):
    message = _l("Ha cambiado mientras tanto: mira cómo está ahora y decide.")


class UndoTooLate(Conflict):
    message = _l("Ya han pasado los diez minutos: la comunicación ha salido y solo cabe una revisión.")


class ChangedSince(Conflict):
    message = _l("No se puede deshacer: ha cambiado después de la decisión.")


class LastToAct(Conflict):
    message = _l("Es la única persona de administración que puede actuar: nombra antes a otra.")


class OnOneself(NotAllowed):
    message = _l("Trata de ti o de algo tuyo: decide otra persona del equipo.")


class DecidedByOthers(NotAllowed):
    message = _l("Es tuyo y esto lo decidió otra persona del equipo: cambiarlo no te toca a ti.")


class OnAdmin(NotAllowed):
    message = _l("Es de alguien de administración: lo decide otra persona de administración.")


class OwnFlag(NotAllowed):
    message = _l("Lo denunciaste tú: decide otra persona del equipo.")


class HeardByOthers(NotAllowed):
    message = _l("La revisión la decide otra persona, no quien tomó la decisión.")


class TooLateToAppeal(Conflict):
    message = _l("El plazo para pedir la revisión, de seis meses, ha terminado.")


class NotYetInForce(Conflict):
    message = _l("La decisión aún puede deshacerse: la revisión se puede pedir cuando se comunique.")


class NoLongerInForce(Conflict):
    message = _l("Esta decisión ya no está en vigor: se anuló.")


class ReviewedAlready(Conflict):
    message = _l("Otra persona del equipo ya ha revisado esta decisión, y la mantiene.")


class AppealedAlready(Conflict):
    message = _l("Ya habías pedido la revisión.")


class AppealHeard(Conflict):
    message = _l("Esta revisión ya está decidida: alguien se ha adelantado.")


class ReasonMissing(Invalid):
    message = _l("Escribe el motivo: se leerá en la nota.")


class NotWarned(Conflict):
    message = _l("Antes hace falta una advertencia, que ya se le haya comunicado.")


class NotHeeded(NotAllowed):
    """Whoever flags or sends a notice is not attended to for now: it says until when, and why."""


class EndMissing(Invalid):
    message = _l("Elige hasta cuándo.")


class GroupMissing(Invalid):
    message = _l("Elige el grupo al que se mueve.")
