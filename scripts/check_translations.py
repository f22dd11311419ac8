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
KEYWORDS = {"_": None, "gettext": None, "_l": None, "lazy_gettext": None, "ngettext": (1, 2)}


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


def as_text(catalog: Catalog) -> str:
    """The catalogue as it is kept: sorted, so that it changes only where a text does."""
    out = io.BytesIO()
    write_po(out, catalog, width=100, sort_output=True, omit_header=True, include_lineno=False)
    return out.getvalue().decode()


def problems(path: Path, template: Catalog) -> list[str]:
    """What a language's catalogue lacks."""
    with path.open("rb") as file:
        catalog = read_po(file, locale=path.parent.parent.name)
    wrong = [f"{path}: fuzzy: {message.id}" for message in catalog if message.id and message.fuzzy]
    for message in template:
        mine = catalog.get(message.id) if message.id else message
        translated = mine is not None and (all(mine.string) if message.pluralizable else bool(mine.string))
        if message.id and not translated:
            wrong.append(f"{path}: not translated: {message.id}")
    return wrong


def main() -> int:
    """0 if all is well."""
    template = extracted()
    if "--update" in sys.argv:
        FOLDER.mkdir(exist_ok=True)
        TEMPLATE.write_text(as_text(template))
        return 0
    wrong = [] if TEMPLATE.exists() else [f"{TEMPLATE} is missing: make translations"]
    if TEMPLATE.exists() and TEMPLATE.read_text() != as_text(template):
        wrong.append(f"{TEMPLATE} is behind the code: make translations")
    for path in sorted(FOLDER.glob("*/LC_MESSAGES/messages.po")):
        wrong += problems(path, template)
    print(*wrong, sep="\n", end="\n" if wrong else "")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
