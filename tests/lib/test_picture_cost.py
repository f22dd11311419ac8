"""What a picture costs: at most 100 MB and a second, measured in a process of its own."""

import json
import subprocess
import sys
from io import BytesIO

import pytest
from PIL import Image

from tests.corpora import files
from tests.servers import ROOT

pytestmark = pytest.mark.long
MOST_MEMORY, MOST_TIME = 100, 1.0  # MB, seconds of CPU
MEASURE = """
import json, sys, time
from flask import Flask
from flask_babel import Babel
from PIL import Image, ImageCms
from forum.lib.pictures import PictureRefused, redraw

def peak():
    status = open("/proc/self/status").read()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024

app = Flask("cost")
Babel(app)
Image.init()
sizes = json.loads(sys.stdin.buffer.readline())
pictures = [sys.stdin.buffer.read(size) for size in sizes]
longest, before = 0.0, peak()
with app.test_request_context():
    for data in pictures:
        began = time.process_time()
        try:
            said = redraw(data).mime
        except PictureRefused as refused:
            said = "refused"
        longest = max(longest, time.process_time() - began)
print(json.dumps([said, peak() - before, longest]))
"""


def cost(*pictures: bytes) -> tuple[str, float, float]:
    """What became of the last picture, what all took in MB of memory, and the slowest in seconds of CPU."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", MEASURE],
        input=json.dumps([len(data) for data in pictures]).encode() + b"\n" + b"".join(pictures),
        cwd=ROOT,
        capture_output=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr.decode()
    said, grown, longest = json.loads(done.stdout.splitlines()[-1])
    return said, grown, longest


def saved(image: Image.Image, format: str, **options) -> bytes:
    file = BytesIO()
    image.save(file, format, **options)
    return file.getvalue()


def flat(side: int, mode: str = "RGB") -> Image.Image:
    return Image.new(mode, (side, side))


LARGEST = {
    "JPEG of 64 million pixels": lambda: saved(flat(8_000), "JPEG"),
    "JPEG just too small to be read at a half": lambda: saved(flat(2_999), "JPEG"),
    "progressive JPEG": lambda: saved(flat(2_999), "JPEG", progressive=True, subsampling=0),
    "progressive JPEG of four colours": lambda: saved(flat(2_738, "CMYK"), "JPEG", progressive=True),
    "PNG": lambda: saved(flat(3_160), "PNG"),
    "PNG that one sees through": lambda: saved(flat(3_160, "RGBA"), "PNG"),
    "PNG of a palette with transparency": lambda: saved(flat(3_160, "P"), "PNG", transparency=0),
    "PNG of sixteen bits": lambda: saved(flat(3_160, "I;16"), "PNG"),
    "GIF": lambda: saved(flat(3_160, "P"), "GIF"),
    "WebP": lambda: saved(flat(2_300), "WEBP", lossless=True, method=0),
    "WebP that one sees through": lambda: saved(flat(2_300, "RGBA"), "WEBP", lossless=True, method=0),
    "PNG full of noise": lambda: saved(
        Image.effect_noise((3_000, 3_000), 90).convert("P"), "PNG", compress_level=1
    ),
    "JPEG full of noise": lambda: saved(Image.effect_noise((4_000, 4_000), 60), "JPEG", quality=60),
}


@pytest.mark.parametrize("kind", LARGEST)
def test_the_largest_picture_of_each_kind_that_is_taken_stays_within_bounds(kind):
    said, grown, spent = cost(LARGEST[kind]())
    assert said != "refused"
    assert grown <= MOST_MEMORY
    assert spent <= MOST_TIME


@pytest.mark.parametrize(
    "image",
    [
        pytest.param(lambda: saved(flat(20_000, "1"), "PNG"), id="PNG of 400 million pixels"),
        pytest.param(lambda: saved(flat(16_000, "L"), "WEBP", lossless=True, method=0), id="WebP"),
        pytest.param(lambda: saved(flat(12_000, "L"), "JPEG"), id="JPEG"),
        pytest.param(lambda: saved(flat(6_000), "JPEG", progressive=True), id="progressive JPEG"),
    ],
)
def test_a_bomb_costs_next_to_nothing(image):
    said, grown, spent = cost(image())
    assert said == "refused"
    assert grown <= MOST_MEMORY
    assert spent <= MOST_TIME


def test_all_the_corpus_together_costs_no_more():
    _, grown, longest = cost(*(path.read_bytes() for path in files("images", "*.*")))
    assert grown <= MOST_MEMORY
    assert longest <= MOST_TIME
