"""The texts of every export as drafts: what an author goes on with says all that the text said."""

import re
from pathlib import Path

import pytest

from forum.importers.wordpress.convert import convert
from forum.importers.wordpress.library import Place
from forum.importers.wordpress.survey import survey_of
from forum.importers.wordpress.wxr import BrokenExport, Channel, items_in
from forum.lib.html.to_markdown import to_markdown
from forum.lib.markdown import render, render_html
from tests.importers.exports import EVERY


@pytest.mark.long
@pytest.mark.parametrize("path", EVERY, ids=lambda path: path.name)
def test_no_word_of_an_export_is_lost_on_the_way(path: Path):
    with path.open("rb") as file:
        try:
            library = survey_of(file).library
        except BrokenExport:
            return
        file.seek(0)
        for item in items_in(file, Channel()):
            if item.type in ("post", "page"):
                shown = render_html(convert(item.content, Place(library, item.link, item.id)).html)
                assert words(render(to_markdown(shown.html)).text) == words(shown.text), item.title


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)
