"""The pictures of a text: shown from here where they came along, else left to become links."""

from posixpath import basename
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from flask import url_for

from forum.importers.wordpress.library import Place, is_picture
from forum.importers.wordpress.notes import FOREIGN_PICTURE, OTHER_FILE, Notes
from forum.importers.wordpress.taking import Taken

UPLOADS = "/wp-content/uploads/"


def take_pictures(root: Element, place: Place, notes: Notes) -> None:
    """Have a text show, and link to, the files that are kept here; note those that stay where they were."""
    for element in root.iter():
        if element.tag == "img":
            take_picture(element, place, notes)
        elif element.tag == "a" and element.get("href"):
            link_file(element, element.get("href", ""), place, notes)


def link_file(link: Element, target: str, place: Place, notes: Notes) -> None:
    """Have one link lead to the file here; a document stays where it was, and is noted."""
    if place.taking.path_of(target) and is_document(target, place):
        notes.add(OTHER_FILE, target)
    elif name := place.taking.name_of(target):
        link.set("href", address_of(name))


def is_document(address: str, place: Place) -> bool:
    """Whether an address of the site is that of a file, and of no picture."""
    return not is_picture(address) and (UPLOADS in address or place.library.recorded(address) is not None)


def take_picture(image: Element, place: Place, notes: Notes) -> None:
    """One picture. What WordPress keeps of it describes it where the text does not."""
    source = image.get("src", "")
    inline = source.startswith("data:")
    path = place.taking.path_of(source)
    recorded = place.library.recorded(source, image.get("class", ""))
    if recorded and not image.get("alt", "").strip():
        image.set("alt", recorded.alt)
    if inline:
        taken = place.taking.inline(source)
    else:
        taken = place.taking.taken(path) if path else Taken(why=FOREIGN_PICTURE)
    if taken.name:
        image.set("src", address_of(taken.name))
    elif inline:
        image.tag, image.text, image.attrib = "span", image.get("alt", ""), {}
    if taken.why and not recorded:
        notes.add(taken.why, "data:" if inline else basename(urlsplit(source).path))


def address_of(name: str) -> str:
    """The path of a file of this site."""
    return url_for("debates.show_file", name=name, _external=False)
