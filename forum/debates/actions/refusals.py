"""Why an act on a thread or a post cannot be done."""

from flask_babel import lazy_gettext as _l

from forum.lib.refusals import Conflict


class ThreadClosed(Conflict):
    message = _l("Este debate está cerrado y ya no admite respuestas.")


class ThreadWaits(ThreadClosed):
    message = _l("Este debate espera aprobación: se podrá responder cuando se publique.")


class AlreadySo(Conflict):
    message = _l("Ya estaba hecho: alguien se ha adelantado.")


class AlreadyLinked(Conflict):
    message = _l("Esta entrada ya tiene su debate.")


class TextChanged(Conflict):
    message = _l("Alguien ha cambiado este texto mientras escribías. El tuyo está debajo, entero.")


class ArrangedSince(Conflict):
    message = _l("No se puede deshacer: alguien lo ha cambiado después.")


class ThreadEmpty(Conflict):
    message = _l("Este hilo se unió a otro: para que vuelva, deshaz esa unión.")


class PostMoved(Conflict):
    message = _l("Este mensaje acaba de pasar a otro hilo. Inténtalo otra vez.")


class ThreadMerged(Conflict):
    message = _l(
        "Este debate se ha unido a otro mientras escribías. Tu texto está debajo, entero: publícalo ahí."
    )


class PostGone(Conflict):
    message = _l("Este mensaje ya no está a la vista.")
