"""Why something of an export is left, or not brought over as it was shown."""

UNKNOWN_SHORTCODE = "Unknown shortcode: it stays as text."
MISSING_PICTURE = "The picture of the gallery is not in the file."
MADE_WHEN_SHOWN = "A block that WordPress fills in when it shows it."
MISSING_BLOCK = "The reusable block is not in the file."
FORMAT_LOST = "Its HTML is nested too deeply: only the text is kept."
LONG_TITLE = "Title too long: it is shortened, and stands whole at the start of the text."
EXCERPT = "Excerpt written by hand: here the summary is made from the text."
LONG_TAG = "Tag too long: it is shortened."
NAMELESS_TAG = "Tag without letters to make its address from."
OTHER_TERMS = "A classification of that site's own."
TWICE = "It is already in this file with the same number."
ATTACHMENT = "Without the folder of files (--files): the link leads to the original site."
MISSING_FILE = "It is not in the folder of files: the link leads to the original site."
OTHER_FILE = "It is not a picture: the link leads to the original site."
UNREADABLE_FILE = "It cannot be read in the folder of files: the link leads to the original site."
UNUSED_FILE = "No imported text shows it."
FOREIGN_PICTURE = "Picture from another site: it stays as a link."
INLINE_PICTURE = "The picture inside the text cannot be read."
REUSABLE = "A reusable block: its content goes into the texts that use it."
MENU = "Part of the menu or the look of WordPress."
OTHER_TYPE = "A type of content that the forum does not have."
TRASH = "It is in the bin."
SPAM = "Marked as spam."
PING = "Automatic notice from another site, not a comment."
OTHER_COMMENT = "A type of comment that the forum does not have."
EMPTY_COMMENT = "A comment without text."
COMMENT_UNPUBLISHED = "A comment on something unpublished."
UNPUBLISHED = "Unpublished: it stays as a draft of its author."
UNPUBLISHED_NOBODY = "Unpublished and without an author: it cannot be anyone's draft."
NO_LONGER_PUBLISHED = "It is no longer published in WordPress; here it still is."
EDITED_HERE = "It has changed here since it was imported: it stays as it is."
CHANGED_THERE = "It has changed in WordPress since it was imported: here it stays as it was."
STILL_PENDING = "It has been approved in WordPress; here it still awaits approval."


class Notes:
    """Why something was left, and what, each thing once and in order."""

    def __init__(self) -> None:
        self.rows: dict[object, list[str]] = {}

    def add(self, why: object, *what: str) -> None:
        """Note one thing, or that it happened at all; `why` is one of the reasons above."""
        rows = self.rows.setdefault(why, [])
        rows.extend(one for one in what if one not in rows)
