"""The catalogues: read, brought up to date with the texts of code and templates, written.

Spanish is the source: its texts stand in the code. Every other language has a folder in translations/.
"""

import io
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "translations"
KEYWORDS = {
    "_": None,
    "gettext": None,
    "_l": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "lazy_ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "lazy_pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
HEADER = """\
# {name} texts of Tertulia.
msgid ""
msgstr ""
"Language: {code}\\n"
"Plural-Forms: {plurals}\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""
SKIPPED = {".venv", "node_modules", "tests", "scripts", "migrations", "translations"}


def catalogue_paths() -> list[Path]:
    """The catalogue of every language but Spanish."""
    return sorted(FOLDER.glob("*/LC_MESSAGES/messages.po"))


def catalogue_path(language: str) -> Path:
    """Where the catalogue of a language is, or will be."""
    return FOLDER / language / "LC_MESSAGES" / "messages.po"


def is_searched(path: str) -> bool:
    """Whether a folder may hold texts."""
    return Path(path).name not in SKIPPED and not Path(path).name.startswith(".")


def extracted() -> Catalog:
    """Every text of code and templates, with the files that hold it."""
    with (ROOT / "babel.cfg").open() as mapping:
        methods, options = parse_mapping_cfg(mapping)
    found = extract_from_dir(ROOT, methods, options, keywords=KEYWORDS, directory_filter=is_searched)
    catalog = Catalog(project="Tertulia", charset="utf-8")
    for name, _line, text, comments, context in found:
        catalog.add(text, None, [(Path(name).as_posix(), 0)], auto_comments=comments, context=context)
    return catalog


def read(path: Path) -> Catalog:
    """A language's catalogue; its folder names the language."""
    with path.open("rb") as file:
        return read_po(file, locale=path.parent.parent.name)


def write(path: Path, catalog: Catalog) -> None:
    """Keep a catalogue sorted, without dates and lines, so that it differs only where a text does."""
    out = io.BytesIO()
    write_po(
        out,
        catalog,
        width=100,
        sort_output=True,
        include_lineno=False,
        ignore_obsolete=True,
        omit_header=True,
    )
    locale = Locale.parse(path.parent.parent.name)
    header = HEADER.format(name=locale.english_name, code=locale, plurals=catalog.plural_forms)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(header + out.getvalue().decode(), "utf-8")


def update(path: Path, template: Catalog) -> None:
    """Give a catalogue its new texts, still to be translated, and take those away that are gone.

    A language without a catalogue gets one.
    """
    catalog = read(path) if path.exists() else Catalog(locale=path.parent.parent.name, charset="utf-8")
    catalog.update(template, no_fuzzy_matching=True, update_creation_date=False)
    write(path, catalog)
