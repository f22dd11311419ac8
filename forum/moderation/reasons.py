"""What can be wrong with what somebody flags: the one list, as a form has it and as sentences do."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

REASONS: Mapping[str, object] = {
    "illegal": _l("Ilegal"),
    "harassment": _l("Falta de respeto"),
    "spam": _l("Publicidad"),
    "off_topic": _l("Fuera de tema"),
    "personal_data": _l("Datos personales"),
    "other": _l("Otro motivo"),
}
