"""Personal data in a text: identity numbers, bank accounts, telephones, addresses of e-mail.

What is no one's, or everyone's business, is let through: docs/moderation.md says what and why.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

AROUND = 24  # characters shown on either side

# Orden INT of 7 February 1997 and Real Decreto 1553/2005: the number modulo 23 gives the letter.
LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE"
DNI = re.compile(r"(?<!\w)(\d{8}|\d{1,2}\.\d{3}\.\d{3})(?:[ ]?-[ ]?| (?=[A-Z])|)([A-Za-z])(?!\w)", re.ASCII)
NIE = re.compile(r"(?<!\w)([XYZxyz])[ -]?(\d{7})[ -]?([A-Za-z])(?!\w)", re.ASCII)

# ISO 13616: how many characters the account of each country has.
IBAN_LENGTHS = {
    "AD": 24, "AT": 20, "BE": 16, "BG": 22, "CH": 21, "DE": 22, "ES": 24, "FR": 27, "GB": 22, "GI": 23,
    "IE": 22, "IT": 27, "LT": 20, "LU": 20, "MC": 27, "MT": 31, "NL": 18, "PL": 28, "PT": 25, "RO": 24,
}  # fmt: skip
IBAN = re.compile(r"(?<!\w)[A-Za-z]{2}[ -]?\d{2}(?:[ -]?[A-Za-z0-9]){11,30}(?!\w)")

PHONE = re.compile(
    r"(?<![\w.,/@#=-])(?P<country>(?:\+|00)34[ .-]?)?"
    r"(?P<number>[6789]\d{2}(?P<gap>[ .-]?)\d{3}(?P=gap)\d{3}"
    r"|[6789]\d{2}(?P<gap2>[ .-])\d{2}(?P=gap2)\d{2}(?P=gap2)\d{2}"
    r"|[89]\d(?P<gap3>[ .-])\d{3}(?P=gap3)\d{2}(?P=gap3)\d{2})"
    r"(?![\w/@-]|[.,]\d|\s?(?:€|%|euros?\b|EUR\b|habitantes\b))"
)
SERVICE = re.compile(r"90[0-9]|80[0-9]|70[0-9]")  # numbers of services, which are nobody's
CALLED = re.compile(
    r"(?:tel|tfno|tlf|tfn|móvil|movil|mòbil|m[oó]bil|llam|whats|fax|contacto|☎|📞)[^\d]{0,24}$", re.I
)
NUMBERED = re.compile(
    r"(?:exp(?:te|ediente)?s?|n[.º°]+|núm(?:ero)?|ref(?:erencia)?|registro|factura|código|cod|csv|id|isbn|"
    r"procedimiento|contrato|boletín|boe|nrc|nº)[ .:º°]*(?:de |del )?[\w/-]{0,8}[ .:]*$",
    re.I,
)

MAIL = re.compile(
    r"(?<![\w.@/:+%-])(?P<local>[A-Za-z0-9][\w.%+'-]{0,63})@(?P<host>(?:[\w-]{1,63}\.){1,6}[A-Za-z]{2,24})(?![\w@])",
    re.ASCII,
)
ADDRESS = re.compile(r"(?:https?|ftp|ssh|git)://[^\s<>]+|www\.[^\s<>]+", re.I)
GENERIC = frozenset(  # mailboxes of an office, not of a person
    "info informacion admin administracion registro secretaria intervencion tesoreria alcaldia contacto "
    "contact contacte contratacion contractacio sede seu oac omic atencion atencionciudadana ciudadania "
    "comunicacion comunicacio prensa premsa recursos rrhh personal formacion formacio biblioteca "
    "archivo cultura urbanismo urbanisme padron padro hacienda estadistica transparencia "
    "gobiernoabierto participacion participacio ayuntamiento ajuntament concello udala diputacion dpd "
    "dpo rgpd protecciondedatos soporte suport support ayuda ajuda cau sac tic informatica webmaster "
    "web postmaster hostmaster abuse noreply no-reply buzon bustia correo correu mail email hola hello "
    "general oficina direccion gerencia decanato empleo ocupacio igualdad juventud deportes turismo "
    "turisme festejos policia policialocal git consultas consultes sugerencias quejas incidencias foro "
    "forum blog redaccion suscripciones protecciodedades".split()
)


class Found(NamedTuple):
    """A piece of personal data: its kind, as it is written, and what stands before and after it."""

    kind: str
    value: str
    before: str
    after: str


def personal_data(text: str) -> list[Found]:
    """The personal data of a text, in order, each once."""
    clear = ADDRESS.sub(lambda address: " " * len(address[0]), text)
    places = sorted({*identities(clear), *accounts(clear), *mails(clear), *phones(clear)})
    found, seen, end = [], set(), -1
    for start, stop, kind in places:
        value = text[start:stop]
        if start < end or (kind, value) in seen:
            continue
        seen.add((kind, value))
        found.append(Found(kind, value, before(text, start), after(text, stop)))
        end = stop
    return found


Place = tuple[int, int, str]


def identities(text: str) -> Iterator[Place]:
    """DNI and NIE with a right check letter."""
    for found in DNI.finditer(text):
        number = found[1].replace(".", "")
        if found[2].upper() == check_letter(int(number)):
            yield *found.span(), "dni"
    for found in NIE.finditer(text):
        number = str("XYZ".index(found[1].upper())) + found[2]
        if found[3].upper() == check_letter(int(number)):
            yield *found.span(), "nie"


def check_letter(number: int) -> str:
    """The letter that goes with the number of a DNI."""
    return LETTERS[number % 23]


def accounts(text: str) -> Iterator[Place]:
    """IBANs whose digits agree (ISO 7064, modulo 97); what is written after one is left out."""
    for found in IBAN.finditer(text):
        end = account_end(found[0])
        if end:
            yield found.start(), found.start() + end, "iban"


def account_end(written: str) -> int:
    """How many characters of `written`, which begins like an IBAN, are one; 0 if none."""
    length, digits = IBAN_LENGTHS.get(written[:2].upper(), 0), ""
    for place, char in enumerate(written):
        digits += char.upper() if char.isalnum() else ""
        if length and len(digits) == length:
            whole = place + 1 == len(written) or not written[place + 1].isalnum()
            return place + 1 if whole and agrees(digits) else 0
    return 0


def agrees(iban: str) -> bool:
    """Whether the check digits of an IBAN are right."""
    number = "".join(str(int(char, 36)) for char in iban[4:] + iban[:4])
    return int(number) % 97 == 1


def phones(text: str) -> Iterator[Place]:
    """Spanish telephone numbers, but for those of services, and what is numbered otherwise."""
    for found in PHONE.finditer(text):
        lead = text[max(0, found.start() - 40) : found.start()]
        called = found["country"] or CALLED.search(lead)
        if not called and (SERVICE.match(found["number"]) or found["gap"] == "." or NUMBERED.search(lead)):
            continue
        if SERVICE.match(found["number"]):
            continue
        yield *found.span(), "phone"


def mails(text: str) -> Iterator[Place]:
    """Addresses of e-mail, but for those of offices."""
    for found in MAIL.finditer(text):
        local = found["local"].lower().strip("'")
        if local not in GENERIC and re.split(r"[.+_-]", local)[0] not in GENERIC:
            yield *found.span(), "mail"


def before(text: str, start: int) -> str:
    """The words before a place, on its line."""
    line = text[max(0, start - AROUND) : start].rpartition("\n")[2]
    return line.partition(" ")[2] if start > AROUND and len(line) == AROUND else line


def after(text: str, end: int) -> str:
    """The words after a place, on its line."""
    line = text[end : end + AROUND].partition("\n")[0]
    return line.rpartition(" ")[0] if len(line) == AROUND else line
