"""Where an import puts the pictures that it drew; what was put in vain is taken back."""

from forum.debates.actions import store_picture
from forum.lib.clock import utcnow
from forum.lib.files import file_store
from forum.lib.pictures import Picture


class Storing:
    """Stores pictures, and remembers which were not there before."""

    def __init__(self) -> None:
        self.new: set[str] = set()

    def __call__(self, picture: Picture) -> None:
        """Store one."""
        if not file_store().exists(picture.name):
            self.new.add(picture.name)
        store_picture(picture)

    def forget(self, kept: set[str]) -> None:
        """Take back what was new and was not kept."""
        for name in self.new - kept:
            file_store().delete(name, utcnow())
