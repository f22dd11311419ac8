"""What of a file is not taken as a picture, and what is said of it."""

from flask_babel import lazy_gettext as _l

from forum.lib.refusals import Invalid, Unavailable

EMPTY = _l("El archivo está vacío.")
TOO_HEAVY = _l("La imagen ocupa más de 10 MB. Redúcela y vuelve a añadirla.")
DAMAGED = _l("La imagen está incompleta o dañada. Ábrela, guárdala otra vez y vuelve a añadirla.")
NO_PICTURE = _l("Esto no es una imagen. Se admiten JPEG, PNG, GIF y WebP.")
SVG = _l("Las imágenes SVG no se admiten: pueden llevar programas dentro. Expórtala como PNG y añádela.")

TAKEN = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a", b"RIFF")
STARTS = {b"BM": "BMP", b"II*\x00": "TIFF", b"MM\x00*": "TIFF", b"\x00\x00\x01\x00": "ICO", b"%PDF": "PDF"}
BRANDS = {b"avif": "AVIF", b"avis": "AVIF", b"heic": "HEIC", b"heix": "HEIC", b"mif1": "HEIC"}


class PictureRefused(Invalid):
    """A file that is not taken as a picture, and why."""

    message = NO_PICTURE

    def __init__(self, message: object | None = None) -> None:
        super().__init__(message, field="picture")


class TooBusy(Unavailable):
    message = _l("Hay muchas imágenes en proceso a la vez. Espera unos segundos y repite.")


def too_many_pixels(most: int) -> PictureRefused:
    """That a picture is too large; `most` pixels are taken of its kind."""
    return PictureRefused(
        _l(
            "La imagen tiene demasiados píxeles. Redúcela: caben %(most)d millones, y bastan 2.000 de lado.",
            most=most // 1_000_000,
        )
    )


def other_format(name: str) -> PictureRefused:
    """That the format is not taken."""
    return PictureRefused(
        _l("Las imágenes %(format)s no se admiten. Guárdala como PNG o JPEG y añádela.", format=name)
    )


def not_opened(data: bytes) -> PictureRefused:
    """Why a file could not be opened, as far as its first bytes tell."""
    start = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<svg", b"<?xml", b"<!doctype svg", b"<!--")) and b"<svg" in data[:65_536].lower():
        return PictureRefused(SVG)
    if data.startswith(TAKEN):
        return PictureRefused(DAMAGED)
    other = BRANDS.get(data[8:12]) if data[4:8] == b"ftyp" else None
    other = other or next((name for sign, name in STARTS.items() if data.startswith(sign)), None)
    return other_format(other) if other else PictureRefused(NO_PICTURE)
