"""axe-core on a page, as locked in package-lock.json: https://github.com/dequelabs/axe-core."""

from pathlib import Path

from playwright.sync_api import Page

AXE = Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js"
WIDTHS = (1280, 320)
SCHEMES = ("light", "dark")


def violations(page: Page) -> list[str]:
    """What axe finds wrong on the page as it stands, a line each: rule, and where."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text() + "; undefined")
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{violation['id']}: {node['target']} {node['html'][:160]}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


def scrolls_sideways(page: Page) -> bool:
    """Whether the page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


def problems(page: Page) -> list[str]:
    """What is wrong on the page, wide and narrow, light and dark; left as wide and as light as at first."""
    size = page.viewport_size
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        if scrolls_sideways(page):
            found.append(f"{page.url} at {width}: scrolls sideways")
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # colours change at once
            found += [f"{page.url} at {width}, {scheme}: {line}" for line in violations(page)]
    page.emulate_media(color_scheme="light", reduced_motion="null")
    page.set_viewport_size(size)
    return found
