"""Literals of the program that people would read, outside `_()`."""

import ast
from collections.abc import Iterator, Set
from itertools import compress

from scripts.texts.findings import Finding, has_letters, is_spanish

TRANSLATING = frozenset(
    f"{lazy}{name}" for lazy in ("", "lazy_") for name in ("gettext", "ngettext", "pgettext", "npgettext")
) | {"_", "_l"}
SPOKEN = frozenset({"message", "label", "description"})  # keywords, attributes and class variables
SET = SPOKEN | {"errors"}  # what is assigned to these
KEYED = frozenset({"placeholder", "aria-label"})  # what a table has under these, for a control
TELLING = frozenset({"flash", "ValidationError"})  # what these are given first, people read
SECOND = frozenset({"abort", "SelectChoice"})  # what these are given second
Texts = Iterator[ast.Constant]


def untranslated_code(source: str, path: str, refusals: Set[str] = frozenset()) -> list[Finding]:
    """What people would read as it stands: what is Spanish, and whatever is given where they are told things.

    `refusals` are the names of classes whose first argument is told.
    """
    tree = ast.parse(source)
    told = {id(text) for node in ast.walk(tree) for text in told_by(node, refusals | TELLING)}
    found = [
        text
        for text in texts(tree)
        if has_letters(said := str(text.value)) and (id(text) in told or is_spanish(said))
    ]
    return [Finding(path, text.lineno, str(text.value)) for text in [*found, *unseen(tree)]]


def unseen(tree: ast.AST) -> Texts:
    """What is translated inside an f-string: whoever gathers the texts for the catalogues does not see it."""
    for text in ast.walk(tree):
        for call in ast.walk(text) if isinstance(text, ast.JoinedStr) else ():
            if isinstance(call, ast.Call):
                yield from (given for given in plain(*call.args) if translates(call, given))


def texts(node: ast.AST) -> Texts:
    """Every literal text in the node, but documentation and what is translated."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node
    for child in ast.iter_child_nodes(node):
        if not is_documentation(child) and not is_translation(node, child):
            yield from texts(child)


def is_documentation(node: ast.AST) -> bool:
    """Whether it is a text alone, as docstrings are."""
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def is_translation(call: ast.AST, child: ast.AST) -> bool:
    """Whether `child` is a text that the call translates; what is filled into it is none."""
    return is_plain(child) and isinstance(call, ast.Call) and translates(call, child)


def translates(call: ast.Call, text: ast.AST) -> bool:
    """Whether the call translates what it is given there."""
    return name_of(call.func) in TRANSLATING and text in call.args


def told_by(node: ast.AST, telling: Set[str]) -> Texts:
    """The literals of a call, an assignment or a table that are told to people.

    What is put together inside of `_()` is told too: no catalogue can have it.
    """
    if isinstance(node, ast.Call):
        name = name_of(node.func)
        told = node.args[1:2] if name in SECOND else node.args[:1] if is_telling(name, telling) else []
        told += [given for given in node.args if translates(node, given) and not is_plain(given)]
        spoken = [given.value for given in node.keywords if given.arg in SPOKEN]
        yield from plain(*told, *spoken)
    elif isinstance(node, ast.Assign) and any(name_of(target) in SET for target in node.targets):
        yield from plain(node.value)
    elif isinstance(node, ast.Dict):
        keys = [isinstance(key, ast.Constant) and key.value in KEYED for key in node.keys]
        yield from plain(*compress(node.values, keys))


def is_telling(name: str, telling: Set[str]) -> bool:
    """Whether people read what a function or class of this name is given first."""
    return name in telling or name.endswith("Field")


def plain(*values: ast.expr) -> Texts:
    """Those values that are literal texts, or are put together of some."""
    for value in values:
        if isinstance(value, ast.Constant) and isinstance(value.value, str):
            yield value
        yield from plain(*pieces(value))


def pieces(value: ast.expr) -> list[ast.expr]:
    """What a text is put together of, or chosen from."""
    match value:
        case (
            ast.JoinedStr(values=parts)
            | ast.BoolOp(values=parts)
            | ast.List(elts=parts)
            | ast.Tuple(elts=parts)
        ):
            return parts
        case ast.BinOp(left=first, right=second) | ast.IfExp(body=first, orelse=second):
            return [first, second]
    return []


def is_plain(value: ast.AST) -> bool:
    """Whether the value is a literal as a whole."""
    return isinstance(value, ast.Constant)


def name_of(node: ast.AST) -> str:
    """The last name of `a`, `a.b` or `a().b`."""
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def descendants(sources: Iterator[str], ancestor: str) -> frozenset[str]:
    """The names of the classes that come from `ancestor`, by what their definitions say; itself included."""
    classes = [
        node for source in sources for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ClassDef)
    ]
    found = {ancestor}
    while more := {one.name for one in classes if found & {name_of(base) for base in one.bases}} - found:
        found |= more
    return frozenset(found)
