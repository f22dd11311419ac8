"""Why something of an export is left, or not brought over as it was shown."""

from flask_babel import lazy_gettext as _l

UNKNOWN_SHORTCODE = _l("Código corto desconocido: se queda como texto.")
MISSING_PICTURE = _l("La imagen de la galería no está en el archivo.")
MADE_WHEN_SHOWN = _l("Bloque que WordPress rellena al mostrarlo.")
MISSING_BLOCK = _l("El bloque reutilizable no está en el archivo.")
FORMAT_LOST = _l("Su HTML anida demasiado: se queda solo el texto.")
LONG_TITLE = _l("Título demasiado largo: se acorta, y va entero al principio del texto.")
EXCERPT = _l("Extracto escrito a mano: aquí el resumen se hace del texto.")
LONG_TAG = _l("Etiqueta demasiado larga: se acorta.")
NAMELESS_TAG = _l("Etiqueta sin letras con las que hacer su dirección.")
OTHER_TERMS = _l("Clasificación propia de ese sitio.")
TWICE = _l("Ya está en este archivo con el mismo número.")
ATTACHMENT = _l("Sin la carpeta de archivos (--files): el enlace lleva al sitio de origen.")
MISSING_FILE = _l("No está en la carpeta de archivos: el enlace lleva al sitio de origen.")
OTHER_FILE = _l("No es una imagen: el enlace lleva al sitio de origen.")
UNREADABLE_FILE = _l("No se deja leer en la carpeta de archivos: el enlace lleva al sitio de origen.")
UNUSED_FILE = _l("Ningún texto importado la muestra.")
FOREIGN_PICTURE = _l("Imagen de otro sitio: queda como enlace.")
INLINE_PICTURE = _l("La imagen que el texto lleva dentro no se puede leer.")
REUSABLE = _l("Bloque reutilizable: su contenido va en los textos que lo usan.")
MENU = _l("Parte del menú o del aspecto de WordPress.")
OTHER_TYPE = _l("Tipo de contenido que el foro no tiene.")
TRASH = _l("Está en la papelera.")
SPAM = _l("Marcado como spam.")
PING = _l("Aviso automático de otro sitio, no un comentario.")
OTHER_COMMENT = _l("Tipo de comentario que el foro no tiene.")
EMPTY_COMMENT = _l("Comentario sin texto.")
COMMENT_UNPUBLISHED = _l("Comentario de algo sin publicar.")
UNPUBLISHED = _l("Sin publicar: queda como borrador de su autoría.")
UNPUBLISHED_NOBODY = _l("Sin publicar y sin autoría: no puede ser borrador de nadie.")
NO_LONGER_PUBLISHED = _l("En WordPress ya no está publicada; aquí sigue.")
EDITED_HERE = _l("Ha cambiado aquí desde que se importó: se queda como está.")
CHANGED_THERE = _l("Ha cambiado en WordPress desde que se importó: aquí sigue como estaba.")
STILL_PENDING = _l("En WordPress ya está aprobado; aquí sigue pendiente de aprobación.")


class Notes:
    """Why something was left, and what, each thing once and in order."""

    def __init__(self) -> None:
        self.rows: dict[object, list[str]] = {}

    def add(self, why: object, *what: str) -> None:
        """Note one thing, or that it happened at all; `why` is one of the reasons above."""
        rows = self.rows.setdefault(why, [])
        rows.extend(one for one in what if one not in rows)
