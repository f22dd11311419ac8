"""The sitemap: the addresses of what everyone may read (https://www.sitemaps.org/protocol.html)."""

from collections.abc import Callable
from typing import Any

from flask import Response, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from forum.home import queries
from forum.home.duties import TITLES
from forum.home.views.blueprint import bp
from forum.lib.conditional import conditional
from forum.lib.numbers import whole_number
from forum.lib.refusals import NotFound
from forum.lib.urls import absolute_url

ALWAYS = (
    "home.index", "debates.thread_list", "blog.entry_list", "groups.group_list", "debates.tag_list",
    "profiles.people",
)  # fmt: skip
PAGES = "pages"  # the part of what is always there
ADDRESSES: dict[str, Callable[[Any], str]] = {
    "threads": lambda thread: absolute_url("debates.show_thread", section=thread.section, thread=thread),
    "groups": lambda group: absolute_url("debates.group_page", slug=group.slug),
    "tags": lambda tag: absolute_url("debates.tag_page", slug=tag.slug),
    "people": lambda person: absolute_url("profiles.person", username=person.username),
}


@bp.get("/sitemap.xml")
def sitemap() -> AnyResponse:
    """The index of the sitemap, or with `?part=KIND-N` a part of it."""
    asked = request.args.get("part")
    return xml(index() if asked is None else part(asked))


def index() -> str:
    """Where the parts are."""
    parts = [f"{name}-{number}" for name, count in queries.sitemap_parts().items() for number in range(count)]
    return render_template("home/sitemap_index.xml", parts=[PAGES, *parts])


def part(asked: str) -> str:
    """The addresses of a part. NotFound where there is none."""
    if asked == PAGES:
        return render_template("home/sitemap.xml", addresses=[(address, None) for address in lasting()])
    name, _, text = asked.partition("-")
    number = whole_number(text)
    if number is None:
        raise NotFound
    things = queries.sitemap_part(name, number)
    addresses = [(ADDRESSES[name](thing), getattr(thing, "last_activity", None)) for thing in things]
    return render_template("home/sitemap.xml", addresses=addresses)


def lasting() -> list[str]:
    """The addresses of the pages that every forum has."""
    duties = [absolute_url("home.legal_page", page=page) for page in TITLES]
    return [*(absolute_url(endpoint) for endpoint in ALWAYS), *duties]


def xml(page: str) -> AnyResponse:
    """A page of XML."""
    return conditional(Response(page, mimetype="application/xml"))
