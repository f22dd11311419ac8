"""Literals in the expressions of templates that stand outside `_()`."""

from collections.abc import Iterator

from jinja2 import nodes

from scripts.texts.findings import Finding, is_read
from scripts.texts.markup import ENVIRONMENT

TRANSLATING = frozenset({"_", "gettext", "ngettext", "pgettext", "npgettext"})


def untranslated_expressions(source: str, path: str) -> list[Finding]:
    """The literals of a template's expressions that people would read as they stand."""
    return [
        Finding(path, literal.lineno, literal.value)
        for literal in literals(ENVIRONMENT.parse(source))
        if is_read(literal.value)
    ]


def literals(node: nodes.Node) -> Iterator[nodes.Const]:
    """Every text in the node but those that are translated."""
    if isinstance(node, nodes.Const) and isinstance(node.value, str):
        yield node
    for child in node.iter_child_nodes():
        yield from literals(child) if not is_translation(node, child) else ()


def is_translation(call: nodes.Node, child: nodes.Node) -> bool:
    """Whether `child` is a text that the call translates; what is filled into it is none."""
    if not isinstance(call, nodes.Call) or not isinstance(call.node, nodes.Name):
        return False
    return call.node.name in TRANSLATING and child in call.args and isinstance(child, nodes.Const)
