"""Texts and attributes of templates that stand outside `_()`."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from jinja2 import Environment

from scripts.texts.findings import QUOTES, Finding, has_letters, is_spanish

READ = frozenset(
    "title alt placeholder label summary aria-label aria-description aria-roledescription".split()
)
ADDRESS = re.compile(r"^[a-z]+:[^ ]*$")
HOLE = "\N{WHITE SQUARE}"  # stands for what a template fills in
TAG_NAME = "x"  # the same for the name of a tag
LOOSE_ATTRIBUTE = re.compile(rf'\b[a-z-]+="{HOLE}"')  # what a macro puts into somebody else's tag
UNREAD = frozenset({"script", "style"})
TYPED = frozenset({"code", "kbd"})  # what stands in them is the same in every language, unless it is Spanish
ENVIRONMENT = Environment(extensions=["jinja2.ext.i18n"])


def untranslated_markup(source: str, path: str) -> list[Finding]:
    """What people would read in a template as it stands: HTML, XML, or the text of a mail."""
    text = without_jinja(source)
    if path.endswith(".txt"):
        lines = enumerate(text.splitlines(), 1)
        return [Finding(path, number, line) for number, line in lines if has_letters(line)]
    reader = Reader(path)
    reader.feed(text)
    reader.close()
    return reader.findings


def without_jinja(source: str) -> str:
    """A template with a hole for each expression and without statements; its lines keep their numbers."""
    return "".join(kept_parts(source))


def kept_parts(source: str) -> Iterator[str]:
    """The parts of a template that stay, and what stands for the rest. What is between `trans` is no text."""
    block, translated, before = [""], False, ""
    for _line, kind, value in ENVIRONMENT.lex(source):
        if kind == "data":
            before = re.sub(r"[^\n]", " ", value) if translated else value
            yield before
            continue
        if kind == "block_begin":
            block = []
        elif kind == "name":
            block.append(value)
        elif kind == "block_end" and block:
            translated = block[0] == "trans" or (translated and block[0] != "endtrans")
        if kind == "variable_end":
            yield TAG_NAME if before.endswith(("<", "</")) else HOLE
        yield "\n" * value.count("\n")


class Reader(HTMLParser):
    """Reads markup as a person would, and notes what they would read."""

    def __init__(self, path: str) -> None:
        super().__init__(convert_charrefs=True)
        self.path, self.findings, self.open = path, list[Finding](), list[str]()

    def note(self, text: str) -> None:
        self.findings.append(Finding(self.path, self.getpos()[0], text.strip()))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        self.handle_startendtag(tag, attrs)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        for name, value in given.items():
            if is_for_people(tag, name, given) and has_letters(value):
                self.note(f"{name}={value}")

    def handle_endtag(self, tag: str) -> None:
        if tag in self.open:
            del self.open[len(self.open) - 1 - self.open[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        if UNREAD.intersection(self.open):
            return
        text, typed = LOOSE_ATTRIBUTE.sub("", data), TYPED.intersection(self.open)
        if QUOTES.search(text) or (has_letters(text) and (not typed or is_spanish(text))):
            self.note(text)


def is_for_people(tag: str, name: str, given: dict[str, str]) -> bool:
    """Whether an attribute's value is read, or read aloud, to people."""
    if name in READ:
        return True
    if name == "value":
        return tag == "input" and given.get("type") in ("submit", "button", "reset")
    if name == "content":
        described = f"{given.get('name', '')} {given.get('property', '')}"
        return re.search(r"description|title|site_name", described) is not None
    return name.startswith("data-") and " " in given[name].strip() and not ADDRESS.match(given[name])
