"""Copying all that is kept of a person: what there is, and the archive that it goes into."""

from forum.profiles.exporting.archive import export_of
from forum.profiles.exporting.contents import PARTS

__all__ = ["PARTS", "export_of"]
