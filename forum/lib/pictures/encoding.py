"""From a picture in memory to a file: JPEG for photographs, PNG for drawings, WebP where it is too heavy."""

from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

LIGHT = 200_000  # bytes that a PNG may always have
HEAVY = 1_500_000  # bytes that a PNG never has


@dataclass(frozen=True)
class Kind:
    """A format that we write."""

    extension: str
    mime: str


JPEG = Kind("jpg", "image/jpeg")
PNG = Kind("png", "image/png")
WEBP = Kind("webp", "image/webp")


def encoded(image: "Image", came_as: str, size: int) -> tuple[Kind, bytes]:
    """The picture as a file, with nothing in it but the picture. `size`: bytes that it came in.

    One that is heavier as PNG than it came was a photograph: it is written as one.
    """
    image.info.clear()  # nothing of what came is written again
    kind, data = photograph(image)
    if came_as == "JPEG" or len(data) > HEAVY:
        return kind, data
    drawing = written(image, "PNG", compress_level=4)
    return (PNG, drawing) if len(drawing) <= min(max(LIGHT, size), HEAVY) else (kind, data)


def photograph(image: "Image") -> tuple[Kind, bytes]:
    """The picture with what the eye misses left out: JPEG, or WebP if one can see through it."""
    if image.mode == "RGBA":
        return WEBP, written(image, "WEBP", quality=85, method=0)
    return JPEG, written(image, "JPEG", quality=85)


def written(image: "Image", format: str, **options: int) -> bytes:
    """The bytes of the picture in this format."""
    file = BytesIO()
    image.save(file, format, **options)
    return file.getvalue()
