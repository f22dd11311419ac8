"""Refusals that speak to the reader; they know no HTTP, one handler in `forum` gives them a status."""

from flask_babel import lazy_gettext as _l


class Refusal(Exception):
    """Something asked for that will not be done. `message` is shown to whoever asked."""

    message = _l("No se puede hacer.")

    def __init__(self, message: object | None = None) -> None:
        if message is not None:
            self.message = message
        super().__init__(str(type(self).__name__))

    def __str__(self) -> str:
        return str(self.message)


class NotAllowed(Refusal):
    """The reader may not do this, whoever asks for it in this role."""

    message = _l("No tienes permiso para ver esto.")


class NotFound(Refusal):
    """It does not exist, or may not be known to exist."""

    message = _l("Aquí no hay nada con esa dirección.")


class Gone(Refusal):
    """It existed and was removed."""

    message = _l("Esto se retiró.")


class Conflict(Refusal):
    """The state of the thing does not admit it now."""

    message = _l("Esto ha cambiado mientras tanto.")


class TooLarge(Refusal):
    """More than is taken at once."""

    message = _l("Es demasiado grande.")


class Invalid(Refusal):
    """A value that is not taken; `field` is the form field that it was typed in, if known."""

    message = _l("Revisa lo que has escrito.")

    def __init__(self, message: object | None = None, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class TooSoon(Refusal):
    """Too many in a row; `retry_after` is the wait in seconds."""

    message = _l("Demasiadas peticiones seguidas.")

    def __init__(self, message: object | None = None, retry_after: int = 60) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class Unavailable(Refusal):
    """Not now for anybody; `retry_after` is the wait in seconds."""

    message = _l("Estamos en mantenimiento.")

    def __init__(self, message: object | None = None, retry_after: int = 300) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class ReadOnly(Unavailable):
    """Nothing is written now, by whoever is not the operator."""
