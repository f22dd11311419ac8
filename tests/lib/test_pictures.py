"""Pictures are drawn anew: what is safe is kept, what is not gets its reason."""

import io
import json
import struct
import zlib

import pytest
from PIL import Image, ImageCms, PngImagePlugin

from forum.lib.pictures import LARGEST_FILE, PictureRefused, redraw
from forum.lib.pictures.decoding import LARGEST_SIDE, MOST_SCANS
from tests.corpora import folders
from tests.pictures import drawn

SECRETS = b"Exif GPS <script PK\x05\x06 <html tEXt iTXt zTXt XML:com xap/1.0 ICC".split(b" ")


@pytest.fixture(autouse=True)
def spanish(plain_app):
    with plain_app.test_request_context():
        yield


def opened(picture):
    image = Image.open(io.BytesIO(picture.data))
    image.load()
    return image


def refusal(data):
    with pytest.raises(PictureRefused) as refused:
        redraw(data)
    assert refused.value.field == "picture"
    return str(refused.value)


def corpus():
    return [
        pytest.param(folder / row["file"], row, id=row["file"])
        for folder in folders("images")
        for row in map(json.loads, (folder / "index.jsonl").read_text().splitlines())
    ]


def outcome(data):
    """The picture and no reason, or the reason why there is none."""
    try:
        return redraw(data), ""
    except PictureRefused as refused:
        return None, str(refused)


@pytest.mark.parametrize(("path", "row"), corpus())
def test_every_picture_of_the_corpus_becomes_a_safe_one_or_gets_its_reason(path, row):
    picture, reason = outcome(path.read_bytes())
    if row["expect"] in ("accept", "strip", "by-content"):
        assert not reason
    if row["expect"] in ("reject", "reject-or-clean"):
        assert picture is None, row["note"]
    if picture is None:
        assert len(reason) > 20
        return
    image = opened(picture)
    assert image.size == (picture.width, picture.height)
    assert max(image.size) <= LARGEST_SIDE
    assert image.mode in ("L", "RGB", "RGBA")
    assert not image.getexif()
    assert not any(secret in picture.data for secret in SECRETS)


@pytest.mark.parametrize("format", ["JPEG", "PNG", "GIF", "WEBP"])
def test_the_formats_of_the_web_are_taken(format):
    picture = redraw(drawn(format))
    assert (picture.width, picture.height) == (40, 30)
    assert picture.mime == f"image/{'jpeg' if format == 'JPEG' else 'png'}"


def test_the_same_picture_gets_the_same_name_and_another_another():
    assert redraw(drawn()).name == redraw(drawn()).name
    assert redraw(drawn()).name != redraw(drawn(size=(41, 30))).name


def test_a_picture_from_a_phone_stands_upright_and_no_longer_tells_where_it_was_taken():
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x013B] = "Nombre de quien la hizo"
    exif.get_ifd(0x8825)[1] = "N"
    picture = redraw(drawn("JPEG", (40, 30), exif=exif))
    assert (picture.width, picture.height) == (30, 40)
    assert b"Nombre" not in picture.data
    assert not opened(picture).getexif()


def test_words_beside_the_picture_and_bytes_behind_it_are_left_out():
    words = PngImagePlugin.PngInfo()
    words.add_text("Comment", "<script>alert(1)</script>")
    picture = redraw(drawn(pnginfo=words) + b"PK\x05\x06<html>")
    assert b"script" not in picture.data
    assert b"html" not in picture.data


def test_the_colours_of_another_profile_become_those_of_the_web():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    assert redraw(drawn(icc_profile=b"not a profile")).data == redraw(drawn()).data
    assert redraw(drawn(icc_profile=profile)).data == redraw(drawn()).data
    own = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    assert opened(redraw(drawn(icc_profile=own))).info.get("icc_profile") is None


@pytest.mark.parametrize(
    ("format", "mode", "kept"),
    [
        ("JPEG", "CMYK", "RGB"),
        ("JPEG", "L", "L"),
        ("PNG", "1", "L"),
        ("PNG", "I;16", "L"),
        ("PNG", "P", "RGB"),
        ("PNG", "LA", "RGB"),
        ("PNG", "RGBA", "RGB"),
    ],
)
def test_every_kind_of_colour_becomes_one_that_browsers_show(format, mode, kept):
    assert opened(redraw(drawn(format, mode=mode))).mode == kept


def test_sixteen_bits_become_eight_without_growing_paler():
    file = io.BytesIO()
    Image.new("I;16", (8, 8), 0x8000).save(file, "PNG")
    assert opened(redraw(file.getvalue())).getpixel((4, 4)) == 0x80


def test_what_can_be_seen_through_stays_so():
    file = io.BytesIO()
    Image.new("RGBA", (3000, 30), (200, 10, 10, 128)).save(file, "PNG")
    image = opened(redraw(file.getvalue()))
    assert image.size == (2000, 20)
    assert image.getpixel((5, 5)) == pytest.approx((200, 10, 10, 128), abs=2)


def test_a_large_picture_is_made_smaller_in_proportion():
    assert opened(redraw(drawn("JPEG", (5000, 2500)))).size == (2000, 1000)
    assert opened(redraw(drawn("PNG", (2500, 1)))).size == (2000, 1)


def test_a_photograph_that_came_as_png_does_not_leave_as_one():
    file = io.BytesIO()
    Image.effect_noise((1200, 1200), 80).convert("RGB").save(file, "PNG", compress_level=1)
    picture = redraw(file.getvalue())
    assert picture.mime == "image/jpeg"
    assert len(picture.data) < 1_500_000


def test_what_moves_becomes_its_first_image_and_says_so():
    first, second = Image.new("RGB", (9, 9), "red"), Image.new("RGB", (9, 9), "blue")
    for format in ("GIF", "PNG", "WEBP"):
        file = io.BytesIO()
        first.save(file, format, save_all=True, append_images=[second])
        picture = redraw(file.getvalue())
        assert picture.stilled
        red, _, blue = opened(picture).convert("RGB").getpixel((4, 4))
        assert red > 200 > 50 > blue
    assert not redraw(drawn("GIF")).stilled


def test_a_file_without_bytes_or_with_too_many_is_named_so():
    assert "vacío" in refusal(b"")
    assert "10 MB" in refusal(drawn() + bytes(LARGEST_FILE))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"<html><body>Hola</body></html>", "no es una imagen"),
        (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', "SVG"),
        (b"\xef\xbb\xbf<svg onload='alert(1)'/>", "programas dentro"),
        (b"%PDF-1.7", "PDF"),
        (b"\x00\x00\x00\x1cftypheic\x00\x00\x00\x00", "HEIC"),
        (b"GIF89a=alert(1)", "dañada"),
        (drawn("BMP"), "BMP"),
        (drawn("TIFF"), "TIFF"),
        (drawn("ICO"), "ICO"),
        (drawn("JPEG", (400, 300))[:-400], "incompleta"),
        (drawn("PNG", (400, 300))[:-30], "incompleta"),
    ],
)
def test_what_is_not_taken_is_told_why(data, said):
    assert said in refusal(data)


def test_a_checksum_that_is_wrong_is_a_damaged_picture():
    data = bytearray(drawn("PNG", (60, 60)))
    data[data.index(b"IDAT") + 4 + 20] ^= 0x55
    assert "dañada" in refusal(bytes(data))


def png_of(width, height):
    """A PNG whose header claims this size, and that holds next to nothing."""

    def chunk(name, body):
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b""))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("size", [(65_535, 65_535), (12_000, 9_000), (3_400, 3_400)])
def test_a_bomb_is_known_by_its_header(size):
    assert "demasiados píxeles" in refusal(png_of(*size))


def test_a_jpeg_with_a_thousand_scans_is_refused_before_they_are_read():
    data = drawn("JPEG", (600, 600), progressive=True)
    scan = data.rindex(b"\xff\xda")
    assert "dañada" in refusal(data[:-2] + data[scan:-2] * MOST_SCANS + data[-2:])
