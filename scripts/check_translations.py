"""Check that the catalogues hold every text of code and templates, or, with --update, bring them up to date.

Spanish is the source: its texts stand in the code. Other languages have a catalogue each in translations/.
"""

import io
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "translations"
TEMPLATE = FOLDER / "messages.pot"
CATALOGUES = sorted(FOLDER.glob("*/LC_MESSAGES/messages.po"))
KEYWORDS = {
    "_": None,
    "gettext": None,
    "_l": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
}


def extracted() -> Catalog:
    """Every text of code and templates, sorted, with the files that hold it."""
    with (ROOT / "babel.cfg").open() as mapping:
        methods, options = parse_mapping_cfg(mapping)
    catalog = Catalog(project="Tertulia", charset="utf-8", header_comment="# Texts of Tertulia.")
    skipped = (".venv", "node_modules", "tests", "scripts", "migrations")
    found = extract_from_dir(
        ROOT,
        methods,
        options,
        keywords=KEYWORDS,
        directory_filter=lambda path: Path(path).name not in skipped and not Path(path).name.startswith("."),
    )
    for name, _line, text, comments, context in found:
        catalog.add(text, None, [(Path(name).as_posix(), 0)], auto_comments=comments, context=context)
    return catalog


def as_text(catalog: Catalog, *, header: bool) -> str:
    """The catalogue as it is kept: sorted, so that it changes only where a text does."""
    out = io.BytesIO()
    write_po(out, catalog, width=100, sort_output=True, omit_header=not header, include_lineno=False)
    return out.getvalue().decode()


def read(path: Path) -> Catalog:
    """A language's catalogue; its folder names the language."""
    with path.open("rb") as file:
        return read_po(file, locale=path.parent.parent.name)


def problems(catalog: Catalog, template: Catalog) -> list[str]:
    """What a language's catalogue lacks or has wrong: texts, plural forms, placeholders."""
    wrong = []
    for text in filter(lambda message: message.id, template):
        mine = catalog.get(text.id, text.context)
        forms = mine.string if mine and text.pluralizable else (mine and mine.string,)
        if not mine or not all(forms):
            wrong.append(f"not translated: {text.id}")
        elif mine.fuzzy:
            wrong.append(f"fuzzy: {text.id}")
        else:
            wrong += [f"{error}: {text.id}" for error in mine.check(catalog)]
    return wrong


def update(template: Catalog) -> None:
    """Write the template, and into every catalogue its new texts, still to be translated."""
    TEMPLATE.write_text(as_text(template, header=False))
    for path in CATALOGUES:
        catalog = read(path)
        catalog.update(template, no_fuzzy_matching=True, update_creation_date=False)
        catalog.obsolete.clear()
        path.write_text(as_text(catalog, header=True))


def check(template: Catalog) -> list[str]:
    """Everything wrong, a line each."""
    wrong = [f"{path}: {problem}" for path in CATALOGUES for problem in problems(read(path), template)]
    if TEMPLATE.read_text() != as_text(template, header=False):
        wrong.append(f"{TEMPLATE.relative_to(ROOT)} is behind the code: make translations")
    return wrong


def main() -> int:
    """0 if all is well."""
    template = extracted()
    if "--update" in sys.argv:
        update(template)
        return 0
    wrong = check(template)
    for line in wrong:
        print(line, file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
