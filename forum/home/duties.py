"""The duty pages: which there are, their built-in texts, and a text as the HTML of its page."""

import re
from functools import cache, lru_cache
from pathlib import Path

from flask_babel import lazy_gettext as _l

from config import LANGUAGES
from forum.lib.html import text_of
from forum.lib.markdown import render
from forum.lib.slugs import slugify
from forum.lib.urls import site_path

TITLES = {
    "rules": _l("Normas"),
    "notice": _l("Avisar de un contenido ilegal"),
    "privacy": _l("Privacidad"),
    "cookies": _l("Cookies"),
    "accessibility": _l("Accesibilidad"),
    "imprint": _l("Aviso legal"),
}
TERMS = "rules"  # what people agree to: told when it changes (Regulation (EU) 2022/2065, article 14)
PAGES = f"any({', '.join(TITLES)})"
TONGUES = f"any({', '.join(LANGUAGES)})"
FOLDER = Path(__file__).parent / "texts"
HEADING = re.compile(r"<h([3-6])>(.*?)</h\1>", re.DOTALL)
ANCHOR = re.compile(r'(?<=<h[2-5]) id="[a-z0-9-]*"(?=>)')
TAKEN = frozenset({"contenido", "q-site", "t-look-foot"})  # ids that the page around the text has


@cache
def built_in(page: str, language: str) -> str | None:
    """The text that the program brings for a page, in Markdown with blanks; None if it has none."""
    path = FOLDER / language / f"{page}.md"
    return path.read_text("utf-8") if path.exists() else None


def page_html(body: str) -> str:
    """A text as safe HTML, blanks and all, its headings under the page's own and fit to be linked to.

    Raises TextRefused.
    """
    return remembered_html(body, site_path())


@lru_cache(64)
def remembered_html(body: str, path: str) -> str:
    """The same under the path that the site lives under, as its links have it.

    Rendered once in each process: these are few, and every page of them is read often.
    """
    taken = set(TAKEN)

    def lifted(found: re.Match[str]) -> str:
        level, name = int(found[1]) - 1, anchor(found[2])
        if not name or name in taken:
            return f"<h{level}>{found[2]}</h{level}>"
        taken.add(name)
        return f'<h{level} id="{name}">{found[2]}</h{level}>'

    return HEADING.sub(lifted, render(body).html)


def without_anchors(html: str) -> str:
    """The same where it is not the page itself: in a preview, or beside other versions."""
    return ANCHOR.sub("", html)


def anchor(heading: str) -> str:
    """What a heading is linked to by: what stands before its colon, so that a rule keeps its number."""
    return slugify(text_of(heading).partition(":")[0])
