"""The browser tests catch what they are there to catch."""

import pytest

from tests.browser import axe, markup

PAGE = '<!doctype html><html lang="es"><head><title>Trampa</title></head><body><main><h1>Trampa</h1>{}</main>'
POLICY = "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self'"


@pytest.fixture
def trap(visitor):
    """Opens a page of the site's own host with the given content, which the server never made."""

    def open_trap(content: str, **kind):
        one = visitor(**kind)
        headers = {"Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": POLICY}
        one.context.route("**/trap", lambda route: route.fulfill(body=PAGE.format(content), headers=headers))
        one.go("/trap")
        one.page.wait_for_load_state("networkidle")
        return one

    return open_trap


def troubles_of(one):
    """What was found, forgotten so that the fixture does not fail for it."""
    found, one.troubles = " ".join(one.troubles), []
    return found


@pytest.mark.parametrize(
    ("content", "trouble"),
    [
        (
            '<a href="http://otra.example/">va</a><script>location = "http://otra.example/"</script>',
            "another host",
        ),
        ('<p style="color: red">roja</p>', "Content Security Policy"),
        ('<script>console.error("me quejo")</script>', "me quejo"),
        ("<script>throw new Error('me caigo')</script>", "me caigo"),
        ('<img src="/no-hay.png" alt="nada">', "404"),
    ],
    ids=["another host", "policy", "console", "exception", "missing file"],
)
def test_trouble_is_noticed(trap, content, trouble):
    assert trouble in troubles_of(trap(content))


def test_a_page_that_misses_nothing_is_no_trouble(trap):
    one = trap("<p>Bien.</p>")
    assert one.troubles == []
    assert one.problems() == []


def test_an_error_page_is_no_trouble(visitor):
    one = visitor()
    assert one.page.goto(f"{one.home}/no-such-page").status == 404


def test_without_scripts_none_runs(trap):
    one = trap('<script>document.title = "corrió"</script>', scripts=False)
    assert one.page.title() == "Trampa"


def test_axe_sees_what_is_inaccessible(trap):
    found = trap('<img src="/trap">').problems()
    assert sum("image-alt" in line for line in found) == len(axe.WIDTHS) * len(axe.SCHEMES)


def test_a_page_wider_than_a_telephone_is_noticed(trap):
    found = trap("<pre>" + "ancho" * 100 + "</pre>").problems()
    assert any("at 320: scrolls sideways" in line for line in found)


def test_the_html_checker_says_where(tmp_path):
    pages = {"/bien": PAGE.format("<p>Bien.</p>"), "/mal": PAGE.format("<p><div>Mal.</div></p>")}
    found = markup.mistakes(pages, tmp_path)
    assert found
    assert all(line.startswith("/mal: ") for line in found)
