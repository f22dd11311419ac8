"""What a reader of the blog saw, told from the raw file with other means than the importer's."""

import json
import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from html import escape, unescape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree

INLINE = frozenset(
    """
    a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark q s samp small span
    strike strong sub sup time tt u var
    """.split()
)
HIDDEN = frozenset(["script", "style", "noscript", "iframe", "template"])
EMBEDS = {"iframe": "src", "embed": "src", "object": "data", "video": "src", "audio": "src", "source": "src"}
LONGEST_TITLE = 200  # the report lists those that are longer: they stand whole above their text
NAMES = "caption|wp_caption|embed|audio|video|youtube|vimeo|code|sourcecode"
PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|bmp|svg|tiff?|heic)$", re.IGNORECASE)


def words(text: str) -> list[str]:
    """The words of a text, whatever stands between them."""
    return re.findall(r"\w+", unicodedata.normalize("NFC", text))


class Shown(HTMLParser):
    """The words that a browser shows, in order; a picture by its description, an embed by its address.

    A link without words is shown as its address, unless it leads to its own picture or to one of `pages`.
    """

    def __init__(self, pages: Collection[str] = ()) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.hidden = 0
        self.pages, self.silent_link = pages, ""

    def handle_starttag(self, tag, attrs):
        said = {name: value or "" for name, value in attrs}
        self.hidden += tag in HIDDEN
        if tag == "a":
            self.silent_link = said.get("href", "")
            self.parts.append(" " if "wp-block-" in said.get("class", "") else "")
        if tag == "img":
            self.parts.append(f" {said.get('alt') or said.get('title') or said.get('src', '')} ")
        elif tag in EMBEDS:
            self.parts.append(f" {said.get('title') or said.get(EMBEDS[tag], '')} ")
        elif tag not in INLINE:
            self.parts.append(" ")

    def handle_endtag(self, tag):
        if tag in HIDDEN:
            self.hidden = max(0, self.hidden - 1)
        if tag == "a" and self.silent_link.startswith("http") and not self.leads_to_picture():
            self.parts.append(f" {self.silent_link} ")
        if tag not in INLINE:
            self.parts.append(" ")

    def leads_to_picture(self):
        return PICTURE.search(urlsplit(self.silent_link).path) or self.silent_link in self.pages

    def handle_data(self, data):
        if data.strip():
            self.silent_link = ""
        if not self.hidden:
            self.parts.append(data)


def shown(html: str, pages: Collection[str] = ()) -> list[str]:
    """The words that a piece of HTML shows."""
    reader = Shown(pages)
    reader.feed(html)
    reader.close()
    return words("".join(reader.parts))


@dataclass
class Told:
    """One published text of the blog: its title, its words, and those of each approved comment."""

    number: str
    title: list[str]
    text: list[str]
    comments: list[list[str]] = field(default_factory=list)


class Blog:
    """An export as a tree, read whole: which texts it published, and what their readers saw."""

    def __init__(self, path: Path) -> None:
        root = ElementTree.parse(path).getroot()
        self.items = [fields(item) for item in root.iter("item")]
        self.trees = list(root.iter("item"))
        self.attached = {
            row["post_id"]: row
            for row in self.items
            if row.get("post_type") == "attachment" and "post_id" in row
        }
        self.pages = {row.get("link", "") for row in self.attached.values()}
        self.reusable = {
            row["post_id"]: row["encoded"] for row in self.items if row.get("post_type") == "wp_block"
        }

    def texts(self) -> Iterator[Told]:
        """What everyone could read, each number once."""
        seen = set()
        for row, tree in zip(self.items, self.trees, strict=True):
            public = row.get("status") == "publish" and not row.get("post_password")
            if row.get("post_type", "post") in ("post", "page") and public and row.get("post_id") not in seen:
                seen.add(row.get("post_id"))
                comments = [fields(child) for child in tree if local(child) == "comment"]
                yield Told(
                    row.get("post_id", ""),
                    shown(row.get("title", "")),
                    self.seen(row, meta(tree)),
                    sorted(shown(comment["comment_content"]) for comment in comments if is_shown(comment)),
                )

    def seen(self, row: dict[str, str], facts: dict[str, str]) -> list[str]:
        """The words of an item, under its featured picture."""
        html = row.get("encoded", "")
        html = html if html.strip() else row.get("excerpt", "")
        featured = self.attached.get(facts.get("_thumbnail_id", ""))
        above = []
        if featured and file_stem(featured) not in html:
            above = self.picture(featured)
        title = row.get("title", "")
        above += shown(title) if len(title) > LONGEST_TITLE else []
        return [*above, *shown(self.written_out(html, row, facts.get("footnotes", "")), self.pages)]

    def written_out(self, html: str, row: dict[str, str], footnotes: str) -> str:
        """The text with what comments and shortcodes stand for."""
        notes = " ".join(f"<p>{note['content']}</p>" for note in json.loads(footnotes or "[]"))
        html = re.sub(r"<!--\s+wp:footnotes\s+/-->", lambda _: notes, html)
        html = re.sub(
            r'<!--\s+wp:block\s+\{"ref":(\d+)[^}]*\}\s+/-->', lambda m: self.reusable.get(m[1], ""), html
        )
        html = re.sub(r"<!--\s+wp:social-link\s+(\{.*?\})\s+/-->", lambda m: social(m[1]), html)
        html = re.sub(r"<!--.*?-->", " ", html, flags=re.DOTALL)
        html = html.replace("<![CDATA[", "&lt;![CDATA[")
        html = re.sub(
            r"(\[caption\b[^\]]*\bcaption=\"([^\"\]]*)\"[^\]]*\])(.*?)\[/caption\]", r"\3 \2 ", html
        )
        html = re.sub(r"<img\b[^>]*>", lambda m: self.described(m[0]), html)
        html = re.sub(
            r"(?<!\[)\[(?:gallery|playlist)\b([^\]]*)\](?!\])", lambda m: self.gallery(m[1], row), html
        )
        html = re.sub(
            r"\[(?:audio|video|youtube|vimeo)\b([^\]]*)\](?:\[/\w+\])?", lambda m: f" {address(m[1])} ", html
        )
        return re.sub(rf"(?<!\[)\[/?(?:{NAMES})\b[^\]]*\](?!\])", "", html)

    def described(self, image: str) -> str:
        """An image with the description that its attachment has, where its own is empty."""
        number = re.search(r"wp-image-(\d+)", image)
        row = self.attached.get(number[1]) if number else None
        if row is None or not re.search(r"\balt=(\"\"|'')", image):
            return image
        alt = meta(self.trees[self.items.index(row)]).get("_wp_attachment_image_alt", "")
        return re.sub(r"\balt=(\"\"|'')", lambda _: f'alt="{escape(alt)}"', image)

    def gallery(self, attributes: str, row: dict[str, str]) -> str:
        """The descriptions and captions of a gallery's pictures."""
        named = re.search(r"(?:ids|include)\s*=\s*[\"']([^\"']*)", attributes)
        if named:
            numbers = re.findall(r"\d+", named[1])
        else:
            parent = re.search(r"\bid\s*=\s*[\"']?(\d+)", attributes)
            mine = parent[1] if parent else row.get("post_id")
            numbers = [
                number
                for number, one in self.attached.items()
                if one.get("post_parent") == mine and PICTURE.search(one.get("attachment_url", ""))
            ]
        rows = [self.attached[number] for number in numbers if number in self.attached]
        return f" {' '.join(' '.join(self.picture(one)) for one in rows)} "

    def picture(self, row: dict[str, str]) -> list[str]:
        """The words of a picture: its description, else its title, and what stands below."""
        facts = meta(self.trees[self.items.index(row)])
        alone = facts.get("_wp_attachment_image_alt") or row.get("title") or row.get("attachment_url", "")
        return [*words(unescape(alone)), *shown(row.get("excerpt", ""))]


def social(attributes: str) -> str:
    """The name of a service that a mark links to."""
    said = dict(re.findall(r'"(\w+)":"([^"]*)"', attributes))
    return (
        f"<li>{said.get('label') or said.get('service') or said.get('url', '')}</li>"
        if said.get("url")
        else ""
    )


def address(attributes: str) -> str:
    """The first address among the attributes of a shortcode."""
    found = re.search(r"https?://[^\s\"'\]]+", unescape(attributes))
    return found[0] if found else ""


def file_stem(row: dict[str, str]) -> str:
    return row.get("attachment_url", "").rpartition(".")[0]


def local(element) -> str:
    return element.tag.rpartition("}")[2]


def fields(element) -> dict[str, str]:
    """The text of each child by its name, the first of each."""
    found: dict[str, str] = {}
    for child in element:
        found.setdefault(
            local(child) if "excerpt" not in child.tag else "excerpt", (child.text or "").strip()
        )
    return found


def meta(element) -> dict[str, str]:
    """The meta values of an item."""
    rows = [fields(child) for child in element if local(child) == "postmeta"]
    return {row["meta_key"].strip(): row.get("meta_value", "") for row in rows if row.get("meta_key")}


def is_shown(comment: dict[str, str]) -> bool:
    """Whether a comment was on the page: approved, said something, and was no ping."""
    said = comment.get("comment_content", "").strip()
    return (
        bool(said)
        and comment.get("comment_approved", "1") == "1"
        and comment.get("comment_type") in (None, "", "comment")
    )


class Page(HTMLParser):
    """A page of a thread here: the title, and the words of each post by number."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.title: list[str] = []
        self.parts: dict[int, list[str]] = {}
        self.post = self.depth = 0
        self.heading = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        said = {name: value or "" for name, value in attrs}
        self.heading = self.heading or tag == "h1"
        if tag == "article" and said.get("id", "").startswith("post-"):
            self.post = int(said["id"].removeprefix("post-"))
        if self.depth:
            self.depth += tag == "div"
            self.say(f" {said.get('alt', '')} " if tag == "img" else "" if tag in INLINE else " ")
        elif tag == "div" and "post-body" in said.get("class", "").split():
            self.depth, self.parts[self.post] = 1, []

    def handle_endtag(self, tag):
        self.heading = self.heading and tag != "h1"
        self.depth -= bool(self.depth) and tag == "div"
        self.say("" if tag in INLINE else " ")

    def handle_data(self, data):
        if self.heading:
            self.title.append(data)
        self.say(data)

    def say(self, text: str) -> None:
        if self.depth:
            self.parts[self.post].append(text)

    def posts(self) -> dict[int, list[str]]:
        """The words of each post."""
        return {number: words("".join(parts)) for number, parts in self.parts.items()}
