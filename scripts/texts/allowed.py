"""Texts that stay as they are in every language: file, beginning, and why."""

from scripts.texts.findings import Finding

WORDS_OF_HTML = "names of elements, some of which look Spanish"
ALLOWED = {
    ("forum/accounts/passwords.py", "1234567890"): "passwords that are tried first",
    (
        "forum/importers/wordpress/actions/run.py",
        "Importado de nuevo",
    ): "stored, and compared when read again",
    ("forum/lib/dates.py", "d 'de'"): "the pattern of a language's dates",
    ("forum/lib/dates.py", "d MMMM 'del'"): "the pattern of a language's dates",
    ("forum/lib/html/sanitise.py", "a blockquote"): WORDS_OF_HTML,
    ("forum/lib/html/text.py", "a abbr"): WORDS_OF_HTML,
    ("forum/lib/html/sanitise.py", "Volver al texto"): "part of a stored text, which has one language",
    (
        "forum/lib/markdown/notes.py",
        '" class="footnote-backref"',
    ): "part of a stored text, which has one language",
    ("forum/lib/alike.py", "ñÑ"): "a letter",
    ("forum/moderation/screening/personal.py", ""): "words beside numbers, in the languages of the texts",
    ("forum/operations/demo/community.py", "hace (?P<days>"): "how the demo's own files write a date",
    ("forum/search/analysis/stems.py", "ió"): "an ending of Catalan words",
    ("forum/search/analysis/stop_words.py", ""): "words that a search leaves out",
    ("forum/search/analysis/subject.py", ""): "the names of months in five languages",
    ("forum/search/query/operators.py", ""): "the operators in five languages, all of which work everywhere",
    ("forum/search/query/choices.py", ""): "their values, likewise",
    ("static/js/menu.js", "Escape"): "the name of a key",
}


def is_allowed(finding: Finding) -> bool:
    """Whether the text is meant to stand as it does."""
    said = " ".join(finding.text.split())
    return any(finding.path == path and said.startswith(start) for path, start in ALLOWED)


def unused(findings: list[Finding]) -> list[str]:
    """What is allowed for nothing: the text is gone or has changed."""
    seen = [(finding.path, " ".join(finding.text.split())) for finding in findings]
    return [
        f"{path}: allowed and not there: {start}"
        for path, start in ALLOWED
        if not any(path == there and said.startswith(start) for there, said in seen)
    ]
