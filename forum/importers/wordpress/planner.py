"""Everything slow about an import, done before its transaction.

Texts are converted and made safe, dates read, and what cannot come along is sorted out.
"""

from html import escape, unescape
from typing import BinaryIO
from urllib.parse import urlsplit

from flask_babel import gettext as _

from forum.importers.wordpress import notes
from forum.importers.wordpress.comments import replies_of
from forum.importers.wordpress.convert import convert
from forum.importers.wordpress.dates import Clock, from_rss, moment
from forum.importers.wordpress.folder import original
from forum.importers.wordpress.labels import comment_label, item_label, item_number, line, part_label
from forum.importers.wordpress.library import Picture, Place, footnotes_of, is_picture
from forum.importers.wordpress.plan import Plan
from forum.importers.wordpress.rows import Entry
from forum.importers.wordpress.spool import Spool
from forum.importers.wordpress.survey import Survey
from forum.importers.wordpress.tags import tags_of
from forum.importers.wordpress.taking import Taking, nothing_here
from forum.importers.wordpress.wxr import Author, Channel, Item, items_in
from forum.lib.html import summary
from forum.lib.markdown import Rendered, TextRefused, render_html
from forum.lib.slugs import slugify
from forum.lib.transactions import slow

LONGEST_TITLE = 200
FIRST_WORDS = 60
WRITTEN = ("post", "page")
THROWN_AWAY = ("trash", "auto-draft", "inherit")
MENUS = (
    "nav_menu_item",
    "wp_navigation",
    "wp_global_styles",
    "wp_template",
    "wp_template_part",
    "custom_css",
)
TYPES = {"attachment": notes.ATTACHMENT, "wp_block": notes.REUSABLE, **dict.fromkeys(MENUS, notes.MENU)}


@slow
def make_plan(
    survey: Survey, file: BinaryIO, clock: Clock, spool: Spool, taking: Taking | None = None
) -> Plan:
    """The plan of the export in `file`, of which `survey` is the first look; its entries go into `spool`."""
    planner = Planner(survey, clock, spool, taking or nothing_here())
    for author in survey.channel.authors:
        planner.plan.person(author)
    for term in survey.channel.terms:
        planner.plan.addresses.term(term, slugify(unescape(term.name or term.slug)))
    for item in items_in(file, Channel()):
        planner.take(item)
    planner.tell_of_files()
    return planner.plan


def language_of(channel: Channel) -> str:
    """The language of the site as a thread says it: «es» for «es-ES», and where the file does not say."""
    code = channel.language.lower().replace("_", "-").partition("-")[0]
    return code if code.isascii() and code.isalpha() and 2 <= len(code) <= 3 else "es"


def stem(address: str) -> str:
    """An address without what tells a smaller picture from its original."""
    return original(address).rpartition(".")[0]


def unasked(picture: Picture, taking: Taking) -> object:
    """Why a file was left that no text shows."""
    if not taking.folder:
        return notes.ATTACHMENT
    return notes.UNUSED_FILE if is_picture(picture.url) else notes.OTHER_FILE


def why_not(item: Item) -> object | None:
    """Why an item stays behind, if it does."""
    if item.type not in WRITTEN:
        return TYPES.get(item.type, notes.OTHER_TYPE)
    return notes.TRASH if item.status in THROWN_AWAY else None


class Planner:
    """Fills the plan of one export."""

    def __init__(self, survey: Survey, clock: Clock, spool: Spool, taking: Taking) -> None:
        channel, self.library = survey.channel, survey.library
        self.home, self.zone = channel.home, clock.zone
        self.otherwise = from_rss(channel.published) or clock.otherwise
        self.plan = Plan(survey.key, line(channel.title), language_of(channel), spool, taking)

    def take(self, item: Item) -> None:
        """One item: planned, or left with the reason why."""
        label, key = item_label(item), f"{self.plan.key}:{item_number(item)}"[:255]
        why = why_not(item) or self.plan.claim(key)
        if why is not None:
            self.leave(item, label, why)
        else:
            self.write(item, key, label)

    def leave(self, item: Item, label: str, why: object) -> None:
        """An item that is not planned. The page of an attachment leads to what it was added to."""
        if item.type == "attachment":
            self.plan.addresses.item(item.id, item.link, f"{self.plan.key}:{item.parent}")
        else:
            self.plan.skip(label, why)

    def tell_of_files(self) -> None:
        """Tell which attachments did not come along, once it is known which ones the texts show."""
        taking = self.plan.taking
        for picture in self.library.pictures.values():
            taken = taking.asked.get(taking.path_of(picture.url))
            if taken is None:
                self.plan.skip(picture.said, unasked(picture, taking))
            elif not taken.name:
                self.plan.skip(picture.said, taken.why)

    def write(self, item: Item, key: str, label: str) -> None:
        """A post or page with its comments."""
        title = line(item.title)
        text = self.text_of(item, title, label)
        if text is None:
            return
        created = moment(item.date_gmt, item.date, item.published, self.zone, self.otherwise)
        published = item.status == "publish" and not item.password
        entry = Entry(
            key=key,
            label=label,
            title=self.fitting_title(title, text, label),
            text=text,
            author=self.plan.person(Author("", item.creator)),
            created=created,
            tags=tuple(tags_of(item, self.plan, label)),
            published=published,
            sticky=item.sticky,
            replies=replies_of(item, self.plan, self.home, self.zone, created) if published else (),
        )
        self.plan.wrote(entry.author, created)
        self.plan.addresses.item(item.id, item.link, key)
        self.plan.entries.add(entry)
        for comment in () if published else item.comments:
            self.plan.skip(comment_label(comment), notes.COMMENT_UNPUBLISHED)

    def text_of(self, item: Item, title: str, label: str) -> Rendered | None:
        """The text of a post or page; None, and noted, if it cannot be taken."""
        content = item.content if item.content.strip() else item.excerpt
        if item.excerpt and content != item.excerpt:
            self.plan.skip(label, notes.EXCERPT)
        try:
            return self.rendered(item, content, title, label)
        except TextRefused as refused:
            self.plan.skip(label, refused.message)
            return None

    def rendered(self, item: Item, content: str, title: str, label: str) -> Rendered:
        """The text made safe, below what WordPress shows above it. Raises TextRefused."""
        base = item.link if urlsplit(item.link).netloc else self.home
        place = Place(self.library, base, item.id, footnotes_of(item), self.plan.taking)
        above = f"<p><strong>{escape(title)}</strong></p>" if len(title) > LONGEST_TITLE else ""
        converted = convert(content, place, above + self.featured(item, content))
        for why, what in converted.notes.items():
            self.plan.skip(part_label(", ".join(what), label) if what else label, why)
        return render_html(converted.html)

    def featured(self, item: Item, content: str) -> str:
        """The picture that WordPress shows above a text, unless the text has it too."""
        picture = self.library.pictures.get(item.meta.get("_thumbnail_id", ""))
        return picture.html if picture and stem(picture.url) not in content else ""

    def fitting_title(self, title: str, text: Rendered, label: str) -> str:
        """A title that fits: the first words of the text where there is none, cut where it is too long."""
        if len(title) > LONGEST_TITLE:
            self.plan.skip(label, notes.LONG_TITLE)
            return summary(title, LONGEST_TITLE - 1)
        return title or summary(text.text, FIRST_WORDS) or _("Sin título")
