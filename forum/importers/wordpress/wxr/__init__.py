"""Reading a WordPress export (WXR 1.0 to 1.2) into plain rows, one item at a time.

The file is parsed as a stream; entities, external references and the network are off. E-mail and network
addresses of commenters are never read.
"""

from collections.abc import Iterator
from typing import BinaryIO
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from forum.importers.wordpress.wxr.elements import AUTHORS, FACTS, TERMS, Fields, item_of, plain_name, text_in
from forum.importers.wordpress.wxr.rows import Author, Channel, Comment, Item, Term
from forum.lib.commands import CannotDo

__all__ = ["Author", "BrokenExport", "Channel", "Comment", "Item", "Term", "items_in"]


class BrokenExport(CannotDo):
    """The file cannot be read as a WordPress export: one line that says why."""


NOT_XML = "The file is malformed and cannot be read as XML"
ENTITIES = "The file declares XML entities, which no WordPress export does."
NOT_TEXT = "The file cannot be decoded as text"
NOT_WORDPRESS = "The file is XML, but not a WordPress export (WXR)."


def items_in(file: BinaryIO, channel: Channel) -> Iterator[Item]:
    """Each item of the export in `file`, from where it stands to its end, when it has been read.

    What the file says of its site is put into `channel` meanwhile. Raises BrokenExport.
    """
    recognised = False
    try:
        for name, element in channel_parts(file):
            recognised = recognised or is_wordpress(name, element)
            if name == "item":
                yield item_of(Fields(element))
            else:
                take(channel, name, element)
    except ParseError as error:
        raise BrokenExport(f"{NOT_XML}: {error}") from None
    except DefusedXmlException:
        raise BrokenExport(ENTITIES) from None
    except (ValueError, LookupError) as error:
        raise BrokenExport(f"{NOT_TEXT}: {error}") from None
    if not recognised:
        raise BrokenExport(NOT_WORDPRESS)


def channel_parts(file: BinaryIO) -> Iterator[tuple[str, Element]]:
    """Each child of the channel, by name, when it has been read whole; then it is forgotten."""
    path: list[Element] = []
    for event, element in iterparse(file, events=("start", "end")):
        if event == "start":
            path.append(element)
            continue
        path.pop()
        if len(path) == 2:
            yield plain_name(element.tag), element
            path[-1].remove(element)
        elif len(path) == 1:
            path[-1].remove(element)


def is_wordpress(name: str, element: Element) -> bool:
    """Whether a child of the channel is one that only WordPress writes: a plain RSS feed has none."""
    return name.startswith("wp:") or any(plain_name(child.tag).startswith("wp:") for child in element)


def take(channel: Channel, name: str, element: Element) -> None:
    """Add what a child of the channel says to it; of what comes twice, the first counts."""
    if name in FACTS:
        setattr(channel, FACTS[name], getattr(channel, FACTS[name]) or text_in(element))
    elif name in AUTHORS:
        channel.authors.append(AUTHORS[name](Fields(element)))
    elif name in TERMS:
        channel.terms.append(TERMS[name](Fields(element)))
