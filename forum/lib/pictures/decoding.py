"""From a file to a picture in memory: bounded, upright, in the web's colours, no larger than is shown."""

from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from forum.lib.logs import log
from forum.lib.pictures.colours import in_web_colours, plain
from forum.lib.pictures.refusals import DAMAGED, PictureRefused, not_opened, too_many_pixels

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFile import ImageFile

FORMATS = ("JPEG", "PNG", "GIF", "WEBP")
LARGEST_SIDE = 2000  # pixels of what is kept
COARSEST = 1500  # a large JPEG is read at a half, a quarter or an eighth, but no smaller
MOST_BYTES = 90_000_000  # in memory while one is decoded
MOST_SCANS = 30  # of a JPEG: each but the first is a pass over all of it
MOST_TEXT = 1024 * 1024  # bytes that a PNG says beside its picture
SCAN = b"\xff\xda"
ORIENTATION = 0x0112  # of EXIF


@dataclass(frozen=True)
class Decoded:
    """A picture, the format that it came in, and whether it moved."""

    image: "Image"
    format: str
    stilled: bool


def decoded(data: bytes) -> Decoded:
    """The picture in `data`, its first image if it moves. Raises PictureRefused."""
    try:
        return read(data)
    except PictureRefused:
        raise
    except Exception as failure:  # a damaged file makes the library fail in every way there is
        log.info("picture refused", error=type(failure).__name__)
        raise PictureRefused(DAMAGED) from None


def read(data: bytes) -> Decoded:
    """The picture in `data`; raises whatever the library does."""
    file = opened(data)
    kind = "JPEG" if file.format == "MPO" else str(file.format)
    refuse_costly(file, data)
    if kind == "PNG":
        opened(data).verify()  # the checksums, which decoding does not look at
    moves = kind != "JPEG" and bool(getattr(file, "is_animated", False))
    turn = file.getexif().get(ORIENTATION, 1)
    profile = file.info.get("icc_profile")
    file.draft(None, fitted(file.size, COARSEST))
    shrinks = max(file.size) > LARGEST_SIDE
    image = plain(file, shrinks=shrinks)
    del file  # each step lets go of the one before
    image = image.resize(fitted(image.size, LARGEST_SIDE)) if shrinks else image
    image = turned(in_web_colours(image, profile), turn)
    return Decoded(image, kind, moves)


def opened(data: bytes) -> "ImageFile":
    """The file, with its header read. Raises PictureRefused."""
    from PIL import Image, PngImagePlugin, UnidentifiedImageError

    PngImagePlugin.MAX_TEXT_MEMORY = MOST_TEXT
    try:
        return Image.open(BytesIO(data), formats=FORMATS)
    except UnidentifiedImageError:
        raise not_opened(data) from None
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise too_many_pixels(MOST_BYTES // 9) from None


def refuse_costly(image: "ImageFile", data: bytes) -> None:
    """Refuse, before anything is decoded, what would take too much memory or time. Raises PictureRefused."""
    most = int(MOST_BYTES / bytes_a_pixel(image, data))
    if image.width * image.height > most:
        raise too_many_pixels(most)
    if image.format != "PNG" and not in_one_scan(image, data) and data.count(SCAN) > MOST_SCANS:
        raise PictureRefused(DAMAGED)


def bytes_a_pixel(image: "ImageFile", data: bytes) -> float:
    """The memory that a pixel takes while it is decoded, as tests/lib/test_picture_cost.py measures it."""
    if image.format == "WEBP":
        return 17  # four copies, in its decoder and the library
    if image.format in ("PNG", "GIF"):
        return 9
    return 1.4 if in_one_scan(image, data) else 4 + 2 * len(image.getbands())


def in_one_scan(image: "ImageFile", data: bytes) -> bool:
    """Whether a JPEG tells all at once, so that it is made smaller line by line; else it is held whole."""
    end, components = image.fp.tell() if image.fp else 0, getattr(image, "layers", 0)
    length = 6 + 2 * components
    header = SCAN + length.to_bytes(2, "big") + bytes([components])
    return not image.info.get("progressive") and data[end - length - 2 : end].startswith(header)


def fitted(size: tuple[int, int], side: int) -> tuple[int, int]:
    """`size`, made smaller in proportion until no side is longer than `side`."""
    longest = max(*size, side)
    width, height = (max(1, round(length * side / longest)) for length in size)
    return width, height


def turned(image: "Image", orientation: object) -> "Image":
    """The picture as the camera was held."""
    from PIL.Image import Transpose

    turns = {
        2: Transpose.FLIP_LEFT_RIGHT,
        3: Transpose.ROTATE_180,
        4: Transpose.FLIP_TOP_BOTTOM,
        5: Transpose.TRANSPOSE,
        6: Transpose.ROTATE_270,
        7: Transpose.TRANSVERSE,
        8: Transpose.ROTATE_90,
    }
    return image.transpose(turns[orientation]) if orientation in turns else image
