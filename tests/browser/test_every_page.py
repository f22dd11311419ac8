"""Every page that links lead to, as each role sees it, is there and is valid HTML."""

from urllib.parse import urldefrag, urljoin, urlsplit

import lxml.html
import pytest

from tests.browser.markup import mistakes

MOST = 1500  # pages read as one person; the demo community has fewer
UNLINKED = ["/search?q=permuta", "/search?q=zxcvbnm", "/no-such-page"]


def addresses_in(html, address):
    """The site's own addresses that a page links to, in order."""
    for link in lxml.html.fromstring(html).xpath("//a/@href | //link[@rel!='stylesheet']/@href"):
        target = urlsplit(urljoin(f"http://here{address}", urldefrag(link)[0]))
        if target.netloc == "here" and target.scheme == "http":
            yield target.path + (f"?{target.query}" if target.query else "")


def is_page(answer):
    return answer.headers["content-type"].startswith("text/html")


def walk(one):
    """Every address that links lead to from the front page, with its answer."""
    waiting = dict.fromkeys(["/", *UNLINKED])
    answers = {}
    while waiting:
        address = next(iter(waiting))
        del waiting[address]
        answers[address] = answer = one.read(address)
        assert len(answers) < MOST, f"there is no end to the pages: {address}"
        if is_page(answer):
            links = (link for link in addresses_in(answer.text(), address) if leads_on(address, link))
            waiting |= {link: None for link in links if link not in answers}
    return answers


def leads_on(address, link):
    """Whether the walk goes that way. A search offers to narrow itself without end: one step is read."""
    return not (is_search(address) and is_search(link)) or address in ["/search", *UNLINKED]


def is_search(address):
    return urlsplit(address).path == "/search"


@pytest.mark.parametrize("role", ["guest", "member", "admin"])
def test_every_page_within_reach(role, visitor, community, tmp_path):
    one = visitor()
    if role != "guest":
        name = next(iter(community)) if role == "admin" else [*community][-1]
        one.sign_in(name, community[name])
    answers = walk(one)
    assert len(answers) > 100
    assert ("/moderation/" in answers) == (role == "admin")
    failing = {address: answer.status for address, answer in answers.items() if answer.status >= 400}
    assert failing == {"/no-such-page": 404}
    pages = {address: answer.text() for address, answer in answers.items() if is_page(answer)}
    assert mistakes(pages, tmp_path) == []


def test_what_a_thread_says_to_search_engines_is_data_that_the_policy_lets_stand(visitor, community):
    """The visitor would note a violation of the policy as trouble."""
    page = visitor().go("/debates/")
    page.locator(".thread__title a").first.click()
    page.wait_for_url("**/debates/*-*")
    data = page.evaluate(
        "JSON.parse(document.querySelector('script[type=\"application/ld+json\"]').textContent)"
    )
    assert data["@graph"][0]["@type"] == "DiscussionForumPosting"
