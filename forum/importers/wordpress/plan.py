"""Everything slow about an import, done before its transaction.

Texts are converted and made safe, dates read, and what cannot come along is sorted out.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, tzinfo
from html import escape, unescape
from urllib.parse import urlsplit

from flask_babel import gettext as _

from forum.importers.wordpress import notes
from forum.importers.wordpress.comments import replies_of
from forum.importers.wordpress.convert import convert
from forum.importers.wordpress.dates import from_rss, moment
from forum.importers.wordpress.labels import comment_label, item_label, item_number, line, part_label
from forum.importers.wordpress.library import Place, footnotes_of, library_of
from forum.importers.wordpress.rows import Entry, Person, Plan
from forum.importers.wordpress.wxr import Author, Export, Item
from forum.lib.html import summary
from forum.lib.markdown import Rendered, TextRefused, render_html
from forum.lib.slugs import slugify

LONGEST_TITLE = 200
LONGEST_TAG = 60
LONGEST_NAME = 80
FIRST_WORDS = 60
WRITTEN = ("post", "page")
THROWN_AWAY = ("trash", "auto-draft", "inherit")
TAGS = ("category", "post_tag", "tag")
UNSEEN_TERMS = ("", "post_format", "nav_menu", "wp_theme", "wp_template_part_area")
MENUS = (
    "nav_menu_item",
    "wp_navigation",
    "wp_global_styles",
    "wp_template",
    "wp_template_part",
    "custom_css",
)
TYPES = {"attachment": notes.ATTACHMENT, "wp_block": notes.REUSABLE, **dict.fromkeys(MENUS, notes.MENU)}

Progress = Callable[[Sequence[Item]], Iterable[Item]]


def make_plan(export: Export, zone: tzinfo, otherwise: datetime, progress: Progress = iter) -> Plan:
    """The plan of an export.

    `zone` is that of dates that don't say theirs, `otherwise` the date of what has none.
    """
    planner = Planner(export, zone, from_rss(export.published) or otherwise)
    for author in export.authors:
        planner.person(author)
    for item in progress(export.items):
        planner.take(item)
    planner.plan.entries.sort(key=lambda entry: entry.created)
    return planner.plan


def site_of(export: Export) -> str:
    """What tells one site from another: its address without scheme, or where there is none its title."""
    for address in (export.blog_url, export.site_url, export.link):
        parts = urlsplit(address)
        if parts.netloc:
            return f"{parts.netloc.lower()}{parts.path.rstrip('/')}"[:120]
    return slugify(export.title) or "wordpress"


def language_of(export: Export) -> str:
    """The language of the site as a thread says it: «es» for «es-ES», and where the file does not say."""
    code = export.language.lower().replace("_", "-").partition("-")[0]
    return code if code.isascii() and code.isalpha() and 2 <= len(code) <= 3 else "es"


def why_not(item: Item) -> object | None:
    """Why an item stays behind, if it does."""
    if item.type not in WRITTEN:
        return TYPES.get(item.type, notes.OTHER_TYPE)
    return notes.TRASH if item.status in THROWN_AWAY else None


class Planner:
    """Fills the plan of one export."""

    def __init__(self, export: Export, zone: tzinfo, otherwise: datetime) -> None:
        self.export, self.zone, self.otherwise = export, zone, otherwise
        self.library = library_of(export)
        self.plan = Plan(f"wordpress:{site_of(export)}", line(export.title), language_of(export))

    def person(self, author: Author) -> str:
        """The key of an author's account, whatever stray signs stand around the login; nothing for nobody."""
        login = slugify(author.login) or slugify(author.name)
        if not login:
            return ""
        key = f"{self.plan.key}:author:{login}"[:255]
        if key not in self.plan.people:
            name = line(author.name or author.login).partition("@")[0][:LONGEST_NAME]
            self.plan.people[key] = Person(key, author.login, name, author.email, author.id)
        return key

    def take(self, item: Item) -> None:
        """One item: planned, or left with the reason why."""
        label, key = item_label(item), f"{self.plan.key}:{item_number(item)}"[:255]
        why = why_not(item) or self.plan.claim(key)
        if why is not None:
            self.plan.skip(label, why)
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
            author=self.person(Author("", item.creator)),
            created=created,
            tags=tuple(self.tags(item, label)),
            published=published,
            replies=replies_of(item, self.plan, self.home, self.zone, created) if published else (),
        )
        self.plan.entries.append(entry)
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

    @property
    def home(self) -> str:
        """The address of the old site."""
        return self.export.blog_url or self.export.site_url or self.export.link

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

    def tags(self, item: Item, label: str) -> Iterator[str]:
        """The names of an item's tags and categories, each once."""
        seen: set[str] = set()
        for term in item.terms:
            name = " ".join(unescape(term.name or term.slug).split())
            slug = slugify(name)
            if term.domain not in TAGS:
                if name and term.domain not in UNSEEN_TERMS:
                    self.plan.skip(part_label(name, label), notes.OTHER_TERMS)
            elif not slug:
                self.plan.skip(part_label(name, label), notes.NAMELESS_TAG)
            elif slug not in seen:
                seen.add(slug)
                yield self.fitting_tag(name, label)

    def fitting_tag(self, name: str, label: str) -> str:
        """A tag's name, cut where it is too long."""
        if len(name) <= LONGEST_TAG:
            return name
        self.plan.skip(part_label(name, label), notes.LONG_TAG)
        return summary(name, LONGEST_TAG - 1)
