"""How large a text may be, and what is said of one that is larger: it is refused, never cut."""

from flask_babel import lazy_gettext as _l

from forum.lib.refusals import Invalid

LONGEST_HTML = 512 * 1024  # bytes of imported HTML
LONGEST_OUTPUT = 1024 * 1024  # characters of HTML made from a text
DEEPEST_HTML = 80  # elements around one another, counted as a browser nests them
MOST_ELEMENTS = 20_000
MOST_SIGNS = 60_000  # of < and &: the parser joins what stands between them again and again
MOST_ATTRIBUTES = 200  # of one element: the parser compares each with all others
TOO_LONG_HTML = _l("El texto es demasiado largo para importarlo.")
TOO_DEEP = _l("Hay demasiadas citas o listas unas dentro de otras. Deja menos niveles.")
TOO_MANY_ELEMENTS = _l("El texto tiene demasiados párrafos, enlaces y marcas. Divídelo en varios mensajes.")
TOO_MUCH_OUTPUT = _l("El texto ocupa demasiado una vez compuesto. Divídelo en varios mensajes.")


class TextRefused(Invalid):
    """A text that is not taken, and why; nothing of it is cut silently."""

    message = _l("Este texto no se puede publicar.")

    def __init__(self, message: object | None = None) -> None:
        super().__init__(message, field="body")
