"""Everything slow about an import, done before its transaction.

Texts are converted and made safe, dates read, and what cannot come along is sorted out.
"""

from datetime import datetime, tzinfo
from html import escape, unescape
from typing import BinaryIO
from urllib.parse import urlsplit

from flask_babel import gettext as _

from forum.importers.wordpress import notes
from forum.importers.wordpress.comments import replies_of
from forum.importers.wordpress.convert import convert
from forum.importers.wordpress.dates import from_rss, moment
from forum.importers.wordpress.labels import comment_label, item_label, item_number, line, part_label
from forum.importers.wordpress.library import Place, footnotes_of
from forum.importers.wordpress.plan import Plan
from forum.importers.wordpress.rows import Entry
from forum.importers.wordpress.spool import Spool
from forum.importers.wordpress.survey import Survey
from forum.importers.wordpress.tags import tags_of
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
def make_plan(survey: Survey, file: BinaryIO, zone: tzinfo, otherwise: datetime, spool: Spool) -> Plan:
    """The plan of the export in `file`, of which `survey` is the first look; its entries go into `spool`.

    `zone` is that of dates that don't say theirs, `otherwise` the date of what has none.
    """
    planner = Planner(survey, zone, from_rss(survey.channel.published) or otherwise, spool)
    for author in survey.channel.authors:
        planner.plan.person(author)
    for term in survey.channel.terms:
        planner.plan.addresses.term(term, slugify(unescape(term.name or term.slug)))
    for item in items_in(file, Channel()):
        planner.take(item)
    return planner.plan


def site_of(channel: Channel) -> str:
    """What tells one site from another: its address without scheme, or where there is none its title."""
    for address in (channel.blog_url, channel.site_url, channel.link):
        parts = urlsplit(address)
        if parts.netloc:
            return f"{parts.netloc.lower()}{parts.path.rstrip('/')}"[:120]
    return slugify(channel.title) or "wordpress"


def language_of(channel: Channel) -> str:
    """The language of the site as a thread says it: «es» for «es-ES», and where the file does not say."""
    code = channel.language.lower().replace("_", "-").partition("-")[0]
    return code if code.isascii() and code.isalpha() and 2 <= len(code) <= 3 else "es"


def why_not(item: Item) -> object | None:
    """Why an item stays behind, if it does."""
    if item.type not in WRITTEN:
        return TYPES.get(item.type, notes.OTHER_TYPE)
    return notes.TRASH if item.status in THROWN_AWAY else None


class Planner:
    """Fills the plan of one export."""

    def __init__(self, survey: Survey, zone: tzinfo, otherwise: datetime, spool: Spool) -> None:
        self.library, self.zone, self.otherwise = survey.library, zone, otherwise
        channel = survey.channel
        self.home = channel.home
        self.plan = Plan(f"wordpress:{site_of(channel)}", line(channel.title), language_of(channel), spool)

    def take(self, item: Item) -> None:
        """One item: planned, or left with the reason why."""
        label, key = item_label(item), f"{self.plan.key}:{item_number(item)}"[:255]
        why = why_not(item) or self.plan.claim(key)
        if why is not None:
            self.plan.skip(label, why)
            self.plan.addresses.item(item.id, item.link, f"{self.plan.key}:{item.parent}")
        else:
            self.write(item, key, label)

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
        converted = convert(content, Place(self.library, base, item.id, footnotes_of(item)))
        for why, what in converted.notes.items():
            self.plan.skip(part_label(", ".join(what), label) if what else label, why)
        above = f"<p><strong>{escape(title)}</strong></p>" if len(title) > LONGEST_TITLE else ""
        return render_html(above + self.featured(item, content) + converted.html)

    def featured(self, item: Item, content: str) -> str:
        """The picture that WordPress shows above a text, unless the text has it too."""
        picture = self.library.pictures.get(item.meta.get("_thumbnail_id", ""))
        return picture.html if picture and picture.url not in content else ""

    def fitting_title(self, title: str, text: Rendered, label: str) -> str:
        """A title that fits: the first words of the text where there is none, cut where it is too long."""
        if len(title) > LONGEST_TITLE:
            self.plan.skip(label, notes.LONG_TITLE)
            return summary(title, LONGEST_TITLE - 1)
        return title or summary(text.text, FIRST_WORDS) or _("Sin título")
