"""Every page, light and dark, narrow and wide: nothing that axe objects to, nothing that scrolls sideways."""

import re

import pytest

from tests.browser.axe import scrolls_sideways, violations

PUBLIC = [
    "/",
    "/debates/",
    "/debates/?which=unanswered",
    "/blog/",
    "/groups/",
    "/tags/",
    "/people/",
    "/search",
    "/search?q=redes",
    "/search?q=redes&view=posts&order=newest",
    "/search?q=zzzz+qqqq",
    "/login",
    "/register",
    "/forgot",
    "/legal/rules",
    "/legal/notice",
    "/legal/privacy",
    "/legal/cookies",
    "/legal/accessibility",
    "/legal/imprint",
    "/legal/rules/versions",
    "/transparency/log",
    "/transparency/log?act=hide&ground=law",
    "/transparency/2026",
    "/no-existe",
]
PERSONAL = ["/me/drafts", "/me/settings", "/me/profile", "/debates/new", "/blog/new"]
MODERATORS = [
    "/moderation/",
    "/moderation/pending",
    "/moderation/resolved",
    "/moderation/log",
    "/moderation/replies",
    "/moderation/summary",
    "/admin/audit",
    "/admin/audit?act=group.create",
    "/admin/search",
    "/admin/groups",
    "/admin/pages",
    "/admin/operator",
    "/admin/pages/privacy/es",
    "/admin/pages/rules/es",
    "/admin/pages/privacy/es/versions",
    "/admin/pages/privacy/es/reset",
]
LOOKS = [("light", 1280), ("dark", 1280), ("light", 320), ("dark", 320)]


def wrong_on(visitor, addresses):
    """What is wrong on each of these pages."""
    wrong = []
    for address in addresses:
        page = visitor.go(address)
        wrong += [f"{address}: {line}" for line in violations(page)]
        if scrolls_sideways(page):
            wrong.append(f"{address}: scrolls sideways")
    return wrong


def found_on(visitor, address, pattern):
    """The addresses that a page links to, of some shape."""
    links = (
        visitor.go(address)
        .locator("main a")
        .evaluate_all("links => links.map(link => link.getAttribute('href'))")
    )
    return sorted({link.partition("#")[0] for link in links if link and re.match(pattern, link)})


def things(visitor):
    """A page of each kind of thing that the demo community has."""
    debates, entries = (
        found_on(visitor, "/debates/", r"/debates/\d"),
        found_on(visitor, "/blog/", r"/blog/\d"),
    )
    more = [found_on(visitor, "/groups/", r"/groups/\w")[0], found_on(visitor, "/tags/", r"/tags/\w")[0]]
    return [*debates, *entries, *more, found_on(visitor, "/people/", r"/people/\w")[0]]


@pytest.mark.parametrize(("scheme", "width"), LOOKS)
def test_what_everyone_sees(visitor, community, scheme, width):
    guest = visitor(scheme=scheme, width=width)
    assert wrong_on(guest, [*PUBLIC, *things(guest)]) == []


@pytest.mark.parametrize(("scheme", "width"), LOOKS)
def test_what_an_administrator_sees(visitor, community, scheme, width):
    admin = visitor(scheme=scheme, width=width)
    name = next(iter(community))
    page = admin.go("/login")
    page.locator("[name=email]").fill(name)
    page.locator("[name=password]").fill(community[name])
    page.locator("main form .btn--primary").click()
    page.locator(".menu").wait_for()
    pages = things(admin)
    posts = re.findall(r'data-post-id="(\d+)"', admin.go(pages[0]).content())
    thread = re.search(r"/(\d+)", pages[0])[1]
    acts = [
        f"/posts/{posts[-1]}/flags",
        f"/posts/{posts[0]}/revisions",
        f"/moderation/posts/{posts[-1]}",
        f"/moderation/threads/{thread}",
        *found_on(admin, "/moderation/", r"/moderation/cases/\d"),
    ]
    assert wrong_on(admin, ["/", *PERSONAL, *MODERATORS, *acts, *pages[:4]]) == []


def test_a_form_with_mistakes(visitor, community):
    someone = visitor(width=320)
    page = someone.go("/register")
    page.evaluate("document.querySelector('main form').noValidate = true")
    page.locator("main form .btn--primary").click()
    assert violations(page) == []
    assert page.locator("[aria-invalid=true]").count() >= 3


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 320)])
def test_the_language_of_a_text_while_it_is_written_refused_and_edited(visitor, community, scheme, width):
    someone = visitor(scheme=scheme, width=width)
    name = [*community][-1]
    page = someone.sign_in(name, community[name])
    thread = things(someone)[0]
    someone.go(thread)
    language, text = page.locator("main select[name=language]"), page.locator("textarea[name=body]")
    language.evaluate("select => select.add(new Option('', 'xx'))")
    language.select_option("xx")
    text.fill("Bo día a todas.")
    publish = page.locator("main form button[value=publish]")
    publish.click()
    page.locator("#e-language").wait_for()
    assert violations(page) == []
    assert not scrolls_sideways(page)
    language.select_option("gl")
    publish.click()
    post = page.locator(f"article[data-author={name}]", has_text="Bo día a todas.").last
    post.wait_for()
    assert post.locator(".post-body").get_attribute("lang") == "gl"
    someone.go(f"/posts/{post.get_attribute('data-post-id')}/edit")
    assert language.input_value() == text.get_attribute("lang") == "gl"
    assert violations(page) == []
    assert not scrolls_sideways(page)


def test_by_keyboard_alone(visitor, community):
    """The skip link comes first and leads to the content; Enter opens the menu and Escape closes it."""
    page = visitor().go("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "contenido"
