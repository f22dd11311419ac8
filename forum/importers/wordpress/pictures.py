"""The pictures of a text: shown from here where they came along, else left to become links."""

from posixpath import basename
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from flask import url_for

from forum.importers.wordpress.library import Place
from forum.importers.wordpress.notes import FOREIGN_PICTURE, Notes
from forum.importers.wordpress.taking import Taken


def take_pictures(root: Element, place: Place, notes: Notes) -> None:
    """Have a text show, and link to, the files that are kept here; note those that should be and are not."""
    for element in root.iter():
        if element.tag == "img":
            take_picture(element, place, notes)
        elif element.tag == "a" and element.get("href"):
            name = place.taking.name_of(element.get("href", ""))
            if name:
                element.set("href", address_of(name))


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
