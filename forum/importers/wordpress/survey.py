"""A first look through an export, for what must be known before its texts can be converted."""

from dataclasses import dataclass
from typing import BinaryIO
from urllib.parse import urlsplit

from forum.importers.wordpress.library import Library, picture_of
from forum.importers.wordpress.taking import Site
from forum.importers.wordpress.wxr import Channel, items_in
from forum.lib.slugs import slugify


@dataclass(frozen=True)
class Survey:
    """What an export says of its site, and what its texts may refer to."""

    channel: Channel
    library: Library

    @property
    def key(self) -> str:
        """What begins the `origin` of everything that comes from the site."""
        return f"wordpress:{site_of(self.channel)}"

    @property
    def site(self) -> Site:
        """Where the site's files are: on its own hosts, and on those that it recorded for them."""
        addresses = [self.channel.blog_url, self.channel.site_url, self.channel.link]
        addresses += [picture.url for picture in self.library.pictures.values()]
        hosts = {host_of(address) for address in addresses}
        hosts |= {f"www.{host}" for host in hosts} | {host.removeprefix("www.") for host in hosts}
        return Site(self.key.partition("/")[2], frozenset(hosts - {"", "www."}))


def host_of(address: str) -> str:
    """The host in an address; nothing where there is none."""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def site_of(channel: Channel) -> str:
    """What tells one site from another: its address without scheme, or where there is none its title."""
    for address in (channel.blog_url, channel.site_url, channel.link):
        parts = urlsplit(address)
        if parts.netloc:
            return f"{parts.netloc.lower()}{parts.path.rstrip('/')}"[:120]
    return slugify(channel.title) or "wordpress"


def survey_of(file: BinaryIO) -> Survey:
    """Read an export to its end, keeping what is small. Raises BrokenExport."""
    channel = Channel()
    pictures, blocks = {}, {}
    for item in items_in(file, channel):
        if item.type == "wp_block":
            blocks[item.id] = item.content
        elif item.type == "attachment" and (item.attachment_url or item.link):
            pictures[item.id] = picture_of(item)
    return Survey(channel, Library(pictures, blocks))
