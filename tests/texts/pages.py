"""What people read on the pages, and the pages that there are."""

import re
from collections.abc import Iterator
from urllib.parse import urldefrag, urljoin, urlsplit

import lxml.html
from flask.testing import FlaskClient

READ = ("title", "alt", "placeholder", "aria-label")
SKIPPED = {"script", "style", "code", "textarea"}
OWN_NAMES = {"Tertulia", "Castellano", "Català", "Galego", "Euskara", "English"}
UNLINKED = [
    "/search?q=ppkk",
    "/search?q=zxcvbnm",
    "/search?q=autro:x+tipo:x",
    "/no-such-page",
    "/people/?q=zzz",
]
MOST = 400
LEAVING = re.compile("/logout|/preferences|/settings/(language|sessions)")  # forms that refuse nothing


def words_on(html: str, language: str) -> Iterator[str]:
    """Each text and attribute that is read on a page, but those that say they are in another language."""
    tree = lxml.html.fromstring(html)
    assert tree.get("lang") == language
    yield from words_in(tree, language)


def words_in(element: lxml.html.HtmlElement, language: str) -> Iterator[str]:
    """The same, of an element and what is in it."""
    ours = isinstance(element.tag, str) and element.get("lang", language) == language
    if ours and element.tag not in SKIPPED:
        said = [element.text, *(element.get(name) for name in READ), described(element)]
        yield from filter(None, (tidy(text) for text in said))
        for child in element:
            yield from words_in(child, language)
    yield from filter(None, [tidy(element.tail)])


def described(element: lxml.html.HtmlElement) -> str:
    """What a page tells others about itself."""
    about = element.get("name") or element.get("property") or ""
    return element.get("content", "") if about.endswith(("description", "title")) else ""


def tidy(text: str | None) -> str:
    """A text on one line; nothing of what is called the same in every language."""
    line = " ".join((text or "").split())
    return "" if line in OWN_NAMES else line.removesuffix(" · Tertulia")


def links_in(html: str, address: str) -> Iterator[str]:
    """The forum's own addresses that a page links to, without what orders or pages anything."""
    for link in lxml.html.fromstring(html).xpath("//a/@href"):
        target = urlsplit(urljoin(f"http://here{address}", urldefrag(link)[0]))
        if target.netloc == "here":
            yield target.path + (f"?{target.query}" if target.query else "")


def kind_of(address: str) -> str:
    """Addresses of one kind differ in numbers and names only; a few of each are enough."""
    path, _, query = address.partition("?")
    path = re.sub(r"(?<=/pages)/\w+/\w+", "/·", path)
    names = re.sub(r"(?<=/)(?=[a-z-]*[kvxz]{2}|[a-z-]*\d)[^/]+", "·", path)
    return names + "?" + "&".join(sorted(part.partition("=")[0] for part in query.split("&") if part))


def walk(client: FlaskClient, language: str, each: int = 2) -> dict[str, str]:
    """The pages within reach of the front page, some of each kind, by address, in a language."""
    waiting, pages, kinds = dict.fromkeys(["/", "/register", "/login", "/forgot", *UNLINKED]), {}, {}
    while waiting:
        address = next(iter(waiting))
        del waiting[address]
        answer = client.get(address, headers={"Accept-Language": language})
        assert answer.status_code < 500, address
        if 300 <= answer.status_code < 400:
            waiting |= {link: None for link in [answer.location] if link not in pages}
            continue
        if answer.mimetype != "text/html":
            continue
        pages[address] = answer.text
        assert len(pages) < MOST
        for link in links_in(answer.text, address):
            kind = kind_of(link)
            if link not in pages and link not in waiting and kinds.get(kind, 0) < each:
                kinds[kind] = kinds.get(kind, 0) + 1
                waiting[link] = None
    return pages


def forms_on(pages: dict[str, str]) -> dict[str, list[str]]:
    """The fields of a form of each kind that is sent to the forum, by its address."""
    found: dict[str, list[str]] = {}
    for page, html in pages.items():
        for form in lxml.html.fromstring(html).xpath("//form[@method='post']"):
            address = urljoin(f"http://here{page}", form.get("action") or "").removeprefix("http://here")
            if kind_of(address) not in map(kind_of, found) and not LEAVING.search(address):
                found[address] = [name for name in form.xpath(".//@name") if name != "action"]
    return found


def refusals(client: FlaskClient, pages: dict[str, str], language: str) -> Iterator[tuple[str, str]]:
    """The pages that answer every form of these pages, sent empty and sent with far too much, by address."""
    for address, fields in forms_on(pages).items():
        for value in ("", "Zx" * 33_000):
            sent = dict.fromkeys(fields, value)
            answer = client.post(address, data=sent, headers={"Accept-Language": language})
            assert answer.status_code < 500, address
            if answer.status_code >= 400:
                yield f"POST {address}", answer.text
