"""Why an act on a thread or a post cannot be done."""

from flask_babel import lazy_gettext as _l

from forum.lib.refusals import Conflict


class ThreadClosed(Conflict):
    message = _l("Este debate está cerrado y ya no admite respuestas.")


class AlreadySo(Conflict):
    message = _l("Ya estaba hecho: alguien se ha adelantado.")


class AlreadyLinked(Conflict):
    message = _l("Esta entrada ya tiene su debate.")


class TextChanged(Conflict):
    message = _l("Alguien ha cambiado este texto mientras escribías. El tuyo está debajo, entero.")


class PostGone(Conflict):
    message = _l("Este mensaje ya no está a la vista.")
