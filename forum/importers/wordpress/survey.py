"""A first look through an export, for what must be known before its texts can be converted."""

from dataclasses import dataclass
from typing import BinaryIO

from forum.importers.wordpress.library import Library, picture_of
from forum.importers.wordpress.wxr import Channel, items_in


@dataclass(frozen=True)
class Survey:
    """What an export says of its site, and what its texts may refer to."""

    channel: Channel
    library: Library


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
