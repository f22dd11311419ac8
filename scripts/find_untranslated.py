"""Find what people would read in one language alone: in templates, in the program, in JavaScript."""

import sys
from collections.abc import Iterator

from scripts.texts.allowed import is_allowed, unused
from scripts.texts.catalogues import ROOT
from scripts.texts.code import descendants, untranslated_code
from scripts.texts.expressions import untranslated_expressions
from scripts.texts.findings import Finding
from scripts.texts.markup import untranslated_markup
from scripts.texts.modules import untranslated_module


def files(*patterns: str) -> Iterator[tuple[str, str]]:
    """Each file's name, from the project's folder, and what it says."""
    for path in sorted(path for pattern in patterns for path in ROOT.glob(pattern)):
        yield path.relative_to(ROOT).as_posix(), path.read_text("utf-8")


def untranslated() -> Iterator[Finding]:
    """Everything that nobody can translate."""
    for path, source in files("templates/**/*.*"):
        yield from untranslated_markup(source, path)
        yield from untranslated_expressions(source, path)
    program = dict(files("config.py", "wsgi.py", "forum/**/*.py"))
    refusals = descendants(iter(program.values()), "Refusal")
    for path, source in program.items():
        yield from untranslated_code(source, path, refusals)
    for path, source in files("static/js/**/*.js"):
        yield from untranslated_module(source, path)


def main() -> int:
    """0 if there is nothing."""
    found = sorted(set(untranslated()))
    wrong = [str(finding) for finding in found if not is_allowed(finding)] + unused(found)
    for line in wrong:
        print(line, file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
