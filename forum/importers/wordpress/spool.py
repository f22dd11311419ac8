"""Converted entries on disk: an import holds one at a time, however many there are."""

import pickle
from collections.abc import Iterator
from datetime import datetime
from typing import BinaryIO

from forum.importers.wordpress.rows import Entry


class Spool:
    """Entries put into a file of one's own as they come, and given back in the order of their dates."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        self.places: list[tuple[datetime, int]] = []

    def add(self, entry: Entry) -> None:
        """Keep an entry."""
        self.places.append((entry.created, self.file.tell()))
        pickle.dump(entry, self.file)

    def __len__(self) -> int:
        return len(self.places)

    def __iter__(self) -> Iterator[Entry]:
        for _, place in sorted(self.places):
            self.file.seek(place)
            yield pickle.load(self.file)
