"""What is said where a store of files does not answer."""

from flask_babel import lazy_gettext as _l

from forum.lib.refusals import Unavailable


class StoreSilent(Unavailable):
    """The store of files does not answer, or refuses; `why` is for operators."""

    message = _l("Las imágenes no se pueden guardar ni ver en este momento. Espera un minuto y repite.")

    def __init__(self, why: str) -> None:
        super().__init__(retry_after=30)
        self.why = why
