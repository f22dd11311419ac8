"""Which addresses a text may link to."""

import re
from html import unescape
from urllib.parse import quote, urljoin

from forum.lib.html.characters import NONCHARACTERS
from forum.lib.html.hosts import is_site

IGNORED = re.compile("[\t\n\r]")
EDGES = "".join(chr(code) for code in range(0x21))
CONTROL = re.compile("[\x00-\x1f\x7f]")
WEB = re.compile(r"(?i)((?:https?:)?//)([^/?#\\]*)(.*)", re.DOTALL)
MAIL = re.compile(r"(?i)mailto:[^\s<>\"]+@[^\s<>\"]+")
UNFIT = re.compile(rf"""%(?![0-9A-Fa-f]{{2}})|[ "#<>\[\\\]^`{{|}}\x80-\x9f\ufffd{NONCHARACTERS}]""")
LINKED = re.compile(r'(<(?:a|img)(?: [\w-]+="[^"]*")*? (?:href|src)=")([/#][^"]*)')
PICTURE = re.compile(r'<img(?: [\w-]+="[^"]*")*? src="([^"]*)"')
OWN_FILE = re.compile(r"(?:/[\w-]+)*/files/[\w-]+(?:\.[\w-]+)+", re.ASCII)  # the site may live under a path


def safe_link(address: str) -> str | None:
    """`address` cleaned if a text may link to it: http, https, mailto, or a path or anchor of this site.

    Cleaned as a browser would before it looks for the scheme (WHATWG URL, section 4.4): tabs and line breaks
    anywhere are ignored, as are control characters and spaces at both ends; then what no address may hold is
    encoded. Anything else gives None.
    """
    cleaned = IGNORED.sub("", address).strip(EDGES)
    if CONTROL.search(cleaned) or cleaned.startswith(("/\\", "\\")):
        return None
    if web := WEB.fullmatch(cleaned):
        return web[1] + web[2] + encoded(web[3]) if is_site(web[2]) else None
    if cleaned.startswith(("/", "#")):
        return encoded(cleaned)
    return encoded(cleaned) if MAIL.match(cleaned) else None


def encoded(rest: str) -> str:
    """A path, query and fragment with what none may hold (WHATWG URL, "URL code points") in percents."""
    before, number, fragment = rest.partition("#")
    path, question, query = before.partition("?")
    parts = (path.replace("\\", "/"), query, fragment)  # browsers take a backslash in a path for a slash
    path, query, fragment = (UNFIT.sub(lambda found: quote(found[0]), part) for part in parts)
    return path + question + query + number + fragment


def is_external(address: str) -> bool:
    """Whether a safe link leads to another site; `//host` does."""
    return address.startswith("//") or not address.startswith(("/", "#"))


def is_own_file(address: str) -> bool:
    """Whether `address` is a file that was uploaded here."""
    return OWN_FILE.fullmatch(address) is not None


def absolute_links(html: str, page: str) -> str:
    """Sanitised HTML for readers elsewhere: its links and pictures of this site as absolute addresses.

    `page` is the absolute address of the page that shows the text: its anchors are there.
    """
    return LINKED.sub(lambda found: found[1] + urljoin(page, found[2]), html)


def first_picture(html: str) -> str | None:
    """The path of the first picture in sanitised HTML, if it has one."""
    found = PICTURE.search(html)
    return unescape(found[1]) if found else None
