"""Where an import puts the pictures that it drew; what was put in vain is taken back."""

from forum.debates.actions import store_picture
from forum.lib.files import file_store
from forum.lib.pictures import Picture


class Storing:
    """Stores pictures, and remembers the receipts of those that were not there before."""

    def __init__(self) -> None:
        self.new: dict[str, str] = {}

    def __call__(self, picture: Picture) -> None:
        """Store one; the same again is there."""
        if picture.name in self.new:
            return
        receipt = store_picture(picture)
        if receipt is not None:
            self.new[picture.name] = receipt

    def forget(self, kept: set[str]) -> None:
        """Take back what was new and was not kept."""
        for name, receipt in self.new.items():
            if name not in kept:
                file_store().take_back(name, receipt)
