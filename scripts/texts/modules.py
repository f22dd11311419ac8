"""Texts in JavaScript modules: what they show comes from the page, which is translated."""

from babel.messages.jslexer import tokenize, unquote_string

from scripts.texts.findings import Finding, is_read

TEXTS = frozenset({"string", "template_string"})


def untranslated_module(source: str, path: str) -> list[Finding]:
    """The literals of a module that people would read as they stand."""
    found = [(token.lineno, unquote_string(token.value)) for token in tokenize(source) if token.type in TEXTS]
    return [Finding(path, line, text) for line, text in found if is_read(text)]
