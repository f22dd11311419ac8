"""The colours of a picture: eight bits, sRGB, and transparency only where there is some."""

from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

OPAQUE = (255, 255)


def plain(image: "Image", *, shrinks: bool) -> "Image":
    """The picture in L, RGB, CMYK or RGBA; one that shrinks in RGBa, which is RGB times opacity."""
    if image.mode.startswith("I"):
        image = image.point(lambda value: value / 256).convert("L")
    if image.has_transparency_data:
        return see_through(image, shrinks)
    image.load()
    return image if image.mode in ("L", "RGB", "CMYK") else image.convert("L" if image.mode == "1" else "RGB")


def see_through(image: "Image", shrinks: bool) -> "Image":
    """A picture that says how opaque it is; just RGB if all of it is."""
    image.load()
    image = image if image.mode == "RGBA" else image.convert("RGBA")
    if image.getchannel("A").getextrema() == OPAQUE:
        return image.convert("RGB")
    return image.convert("RGBa") if shrinks else image


def in_web_colours(image: "Image", profile: bytes | None) -> "Image":
    """The picture in sRGB: L, RGB or RGBA."""
    if image.mode == "RGBa":
        image = image.convert("RGBA")
    target = "RGBA" if image.mode == "RGBA" else "RGB"
    changed = by_profile(image, profile, target) if profile else None
    if changed is not None:
        return changed
    return image if image.mode in ("L", target) else image.convert(target)


def by_profile(image: "Image", profile: bytes, target: str) -> "Image | None":
    """The picture in sRGB, as its own profile of colours says; None if that makes no sense."""
    from PIL import ImageCms

    try:
        own, web = ImageCms.ImageCmsProfile(BytesIO(profile)), ImageCms.createProfile("sRGB")
        return ImageCms.profileToProfile(image, own, web, outputMode=target)
    except (ImageCms.PyCMSError, OSError):
        return None
