"""What only the operator knows: the blanks of the duty pages.

In a text `{email}` stands for what the operator said, and `{email: se publicará aquí}` also says what readers
see until then.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from flask_babel import lazy_gettext as _l

BLANK = re.compile(r"\{([a-z0-9_]+)(?::\s*([^{}]*))?\}")
PLAIN_BLANK = re.compile(r"\{([a-z0-9_]+)(?::\s*([^{}<]*))?\}")  # as it must stand in the HTML: no tag in it
MAIL = re.compile(r"[^\s@<>\"]+@[^\s@<>\"]+\.[^\s@<>\"]+")


@dataclass(frozen=True)
class Blank:
    """A blank: its name on the form, what may help, and the values to choose among, if it has some.

    One that is not `needed` may stay empty for good.
    """

    label: str
    hint: str = ""
    needed: bool = True
    choices: Mapping[str, str] = field(default_factory=dict)


CONFORMANCE = {
    "full": _l("plenamente conforme"),
    "partial": _l("parcialmente conforme"),
    "none": _l("no conforme"),
}
SECURITY_BASIS = {
    "public": _l("misión de interés público (artículo 6.1.e)"),
    "interest": _l("interés legítimo (artículo 6.1.f)"),
}
SECTIONS: Sequence[tuple[str, Mapping[str, Blank]]] = (
    (
        _l("Titular del sitio"),
        {
            "name": Blank(_l("Nombre del organismo")),
            "tax_id": Blank(_l("NIF")),
            "dir3": Blank(_l("Código DIR3"), _l("Si es una administración."), needed=False),
            "address": Blank(_l("Dirección postal")),
            "email": Blank(_l("Correo de contacto"), _l("Para autoridades y público: lo lee una persona.")),
            "phone": Blank(_l("Teléfono"), needed=False),
            "languages": Blank(_l("Idiomas en que se contesta"), _l("Por ejemplo: castellano y gallego.")),
            "registration": Blank(_l("Datos de inscripción"), _l("Registro y número."), needed=False),
            "security_contact": Blank(
                _l("Contacto de seguridad"),
                _l("Correo o dirección web para quien encuentre un fallo; si falta, el correo de contacto."),
                needed=False,
            ),
        },
    ),
    (
        _l("Protección de datos"),
        {
            "dpo_email": Blank(_l("Correo de la delegación de protección de datos")),
            "supervisor": Blank(_l("Autoridad de control"), needed=False),
            "security_basis": Blank(_l("Base para mantener el sitio seguro"), choices=SECURITY_BASIS),
            "processors": Blank(
                _l("Proveedores con acceso a datos"), _l("Alojamiento, correo; o «ninguno».")
            ),
            "transfers": Blank(_l("Transferencias fuera del Espacio Económico Europeo"), needed=False),
        },
    ),
    (
        _l("Cuánto se conserva"),
        {
            "cases_kept": Blank(_l("Denuncias y decisiones")),
            "audit_kept": Blank(_l("Registro de auditoría")),
            "mail_kept": Blank(
                _l("Correos enviados"), _l("El programa los guarda una semana."), needed=False
            ),
            "logs_kept": Blank(_l("Registro técnico")),
            "backups_kept": Blank(_l("Copias de seguridad")),
        },
    ),
    (
        _l("Accesibilidad"),
        {
            "conformance": Blank(_l("Situación de cumplimiento"), choices=CONFORMANCE),
            "problems": Blank(_l("Contenido no accesible por falta de conformidad")),
            "problems_burden": Blank(_l("Contenido no accesible por carga desproporcionada"), needed=False),
            "problems_scope": Blank(_l("Contenido que no entra en la ley"), needed=False),
            "statement_date": Blank(_l("Fecha de la declaración")),
            "statement_method": Blank(_l("Método"), _l("Autoevaluación o evaluación externa, y por quién.")),
            "statement_reviewed": Blank(_l("Última revisión")),
            "accessibility_unit": Blank(_l("Unidad responsable de accesibilidad")),
            "office_address": Blank(_l("Sede electrónica"), needed=False),
        },
    ),
    (
        _l("Contenidos y programa"),
        {
            "licence": Blank(_l("Licencia de los contenidos"), needed=False),
            "source_code": Blank(_l("Dirección del código fuente"), _l("La AGPL pide ofrecerlo.")),
        },
    ),
)
BLANKS: Mapping[str, Blank] = {name: blank for _title, part in SECTIONS for name, blank in part.items()}
GIVEN = frozenset({"site", "home"})  # blanks that the program fills in


def names_in(body: str) -> list[str]:
    """The names of the blanks in a text, each once, in order."""
    return list(dict.fromkeys(found[1] for found in BLANK.finditer(body)))


def unknown_in(body: str) -> list[str]:
    """The names in a text that are none of a blank."""
    return [name for name in names_in(body) if name not in BLANKS and name not in GIVEN]


def revision_of(values: Mapping[str, str]) -> str:
    """What tells whether somebody filled in something else meanwhile: 16 hex digits of the values' digest."""
    said = sorted((name, value) for name, value in values.items() if name in BLANKS and value)
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:16]


def missing_in(bodies: Iterable[str], values: Mapping[str, str]) -> list[str]:
    """The names of the needed blanks in these texts that are not filled in, each once."""
    names = dict.fromkeys(name for body in bodies for name in names_in(body))
    return [name for name in names if name in BLANKS and BLANKS[name].needed and not values.get(name)]
