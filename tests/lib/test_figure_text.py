"""What is said of a picture is shown as it was said, whatever marks it holds."""

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.lib.markdown import render
from forum.lib.markdown.figures import figure_text
from forum.lib.text import one_line

ADDRESS = f"/files/{'a' * 64}.png"
WORDS = st.text(st.sampled_from("ab ñ.:/@#-_*`~^|!?()[]{}<>&;\"'\\1=+www.eshtps"), max_size=40).map(one_line)


@pytest.fixture(autouse=True)
def spanish(plain_app):
    with plain_app.test_request_context():
        yield


def drawn(text):
    return lxml.html.fragment_fromstring(render(text).html.strip(), create_parent="div")


@given(shown=WORDS.filter(bool), caption=WORDS)
def test_description_and_caption_come_out_as_they_went_in(plain_app, shown, caption):
    with plain_app.test_request_context():
        page = drawn(f"Antes.\n\n{figure_text(ADDRESS, shown, caption)}\n\nDespués.")
    image = page.xpath("./figure/img")[0]
    assert image.get("alt") == shown
    assert page.xpath("string(./figure/figcaption)").rstrip(".") == caption.rstrip(".")
    assert [paragraph.text for paragraph in page.xpath("./p")] == ["Antes.", "Después."]


@pytest.mark.parametrize("source", ["INE, 2025", "Fuente: INE, 2025", "[INE](https://www.ine.es), 2025"])
def test_the_source_is_said_once_and_may_be_a_link(source):
    page = drawn(figure_text(ADDRESS, "Gráfico", "Uso de la sede", source))
    assert page.xpath("string(//figcaption)") == "Uso de la sede. Fuente: INE, 2025"
    assert len(page.xpath("//figcaption//a")) == source.count("https")
