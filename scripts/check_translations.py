"""Check that every catalogue holds every text of code and templates, translated well.

With --update LANGUAGE… bring these languages' catalogues up to date, or all that there are; a language
without one gets one.
"""

import sys

from scripts.texts.catalogues import ROOT, catalogue_path, catalogue_paths, extracted, read, update
from scripts.texts.checking import problems
from scripts.texts.terms import read_terms


def check() -> list[str]:
    """Everything wrong, a line each."""
    template, wrong = extracted(), []
    for path in catalogue_paths():
        found = problems(read(path), template, read_terms(path.parent.parent.name))
        wrong += [f"{path.relative_to(ROOT)}: {problem}" for problem in found]
    return wrong


def main() -> int:
    """0 if all is well."""
    if "--update" in sys.argv:
        named = [catalogue_path(language) for language in sys.argv[2:]]
        template = extracted()
        for path in named or catalogue_paths():
            update(path, template)
        return 0
    wrong = check()
    for line in wrong:
        print(line, file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
