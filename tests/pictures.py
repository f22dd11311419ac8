"""Pictures to test with, drawn by the tests themselves."""

from io import BytesIO

from PIL import Image

from forum.debates.actions import keep_file, store_picture
from forum.debates.models import File
from forum.lib.pictures import redraw
from tests.factories import committed


def drawn(
    format: str = "PNG", size: tuple[int, int] = (40, 30), mode: str = "RGB", **options: object
) -> bytes:
    """A small picture with something on it, as the file that a person would send."""
    file = BytesIO()
    image = Image.linear_gradient("L").resize(size).convert(mode)
    image.save(file, format, **options)
    return file.getvalue()


def make_file(owner=None, data: bytes | None = None) -> File:
    """An uploaded picture that no post shows yet."""
    picture = redraw(data or drawn())
    store_picture(picture)
    return committed(lambda: keep_file(picture, owner))
