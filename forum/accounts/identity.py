"""Usernames and e-mail addresses: what they may be, and when two are the same."""

import re
import unicodedata

import email_validator
from flask_babel import lazy_gettext as _l

from forum.lib.alike import skeleton
from forum.lib.refusals import Invalid
from forum.lib.slugs import fold, slugify

SHORTEST, LONGEST = 3, 40
LONGEST_EMAIL = 254  # RFC 5321, section 4.5.3.1.3, less its angle brackets
LETTERS = "0-9A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u017f"  # Latin-1 Supplement and Latin Extended-A
USERNAME = re.compile(f"[{LETTERS}_][{LETTERS}_.-]*[{LETTERS}_]")
NAMES_OF_THE_SITE = """
abuse abuso admin administracion administrador administradora administrator all anonima anonimo api atom
ayuda bot contacto correo eliminado equipo everyone feed foro forum guest help hostmaster info invitada
invitado legal mail me moderacion moderador moderadora moderation moderator news nobody noreply noticias
notificaciones null oficial postmaster prensa privacidad protecciondedatos root security seguridad sistema
soporte staff support system tertulia todas todos undefined usuaria usuario webmaster www
"""
RESERVED = frozenset(NAMES_OF_THE_SITE.split())
DISGUISES = frozenset(skeleton(name) for name in RESERVED if len(name) > 4)  # «Ali» is no disguise of «all»
SHAPE = _l("De 3 a 40 letras, números, puntos o guiones, sin espacios; ni empieza ni acaba en punto o guion.")

# No address is looked up: only the answer to a mail proves one. So networks of their own (.local) work too.
email_validator.SPECIAL_USE_DOMAIN_NAMES.clear()


def clean_username(text: str) -> str:
    """`text` as a username. Raises Invalid where it cannot be one."""
    name = unicodedata.normalize("NFC", text.strip())
    long = max(len(name), len(username_key(name)))
    if not len(name) >= SHORTEST or long > LONGEST or not USERNAME.fullmatch(name):
        raise Invalid(SHAPE, field="username")
    return name


def username_key(name: str) -> str:
    """What two names share that would be taken for one another: no case, no accents."""
    return fold(name.replace("\x00", "").strip())


def is_reserved(name: str) -> bool:
    """Whether the name would pass for the site's own voice, however it is dotted or disguised."""
    seen = {skeleton(name), skeleton(name, spelt=True)}
    return re.sub(r"[._-]", "", username_key(name)) in RESERVED or not DISGUISES.isdisjoint(seen)


def username_from(text: str) -> str:
    """A username as near as can be to any `text`, such as an imported author's name."""
    name = slugify(text.partition("@")[0], LONGEST - 5)
    return name if len(name) >= SHORTEST else f"{name}-persona".strip("-")


def clean_email(text: str) -> str:
    """`text` as an address, in lower case and ASCII, as it is stored. Raises Invalid where it is none."""
    try:
        checked = email_validator.validate_email(
            text.strip(), check_deliverability=False, allow_smtputf8=False, globally_deliverable=False
        )
    except email_validator.EmailNotValidError:
        raise Invalid(
            _l("Escribe una dirección de correo completa, como nombre@ayuntamiento.es."), field="email"
        ) from None
    address = str(checked.ascii_email).lower()
    if len(address) > LONGEST_EMAIL:
        raise Invalid(_l("La dirección de correo es demasiado larga."), field="email")
    return address
