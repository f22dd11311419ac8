"""Imports only go down, are absolute, and never hide in a function; a room holds what rooms hold."""

import ast
from pathlib import Path

import pytest

ROWS = [
    "states",
    "extensions",
    "lib",
    "permissions",
    "audit",
    "accounts",
    "groups",
    "debates",
    "blog",
    "notifications",
    "search moderation",
    "profiles",
    "home admin api",
    "importers operations",
    "errors context shown",
    "menu",
    "straight",
    "app",
    "commands starting",
    "web",
]
RANK = {room: rank for rank, row in enumerate(ROWS) for room in row.split()}
LATE = {"PIL", "authlib", "botocore"}  # heavy, for few pages: each has a decision in docs/decisions
USUAL = {
    "__init__",
    "models",
    "queries",
    "actions",
    "rules",
    "signals",
    "receivers",
    "views",
    "forms",
    "jobs",
    "cli",
    "checks",
}
OWN = {  # what else a room holds, a noun each
    "admin": "codes wording",
    "audit": "export heads seals",
    "accounts": "anyone bans bearer identity languages passwords sessions tokens",
    "debates": "names",
    "home": "blanks changes duties filling norms texts",
    "importers": "markdown report wordpress",
    "moderation": "acts held naming norms openness reasons screening statements threadwork weekly",
    "notifications": "addresses transport wording",
    "operations": "archive checking copying demo emptiness maintenance seed serve settings upgrading",
    "profiles": "counts exporting",
    "search": "analysis documents engine excerpts help query ranking relaxing resolving saved "
    "shortening similar spelling status postgres_engine whoosh_engine",
}
FOLDER = Path(__file__).parent.parent / "forum"
FILES = sorted(FOLDER.rglob("*.py"))


def rooms(node: ast.Import | ast.ImportFrom) -> list[str]:
    """Rooms that an import reaches: `from forum.debates.models import Post` gives debates."""
    prefix = f"{node.module}." if isinstance(node, ast.ImportFrom) else ""
    paths = [prefix + alias.name for alias in node.names]
    return [path.split(".")[1] for path in paths if path.startswith("forum.")]


def libraries(node: ast.Import | ast.ImportFrom) -> set[str]:
    names = [node.module or ""] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names]
    return {name.split(".")[0] for name in names}


def top_level(tree: ast.Module) -> list[ast.stmt]:
    """The statements of a module, and those that only a type checker sees."""
    guarded = [
        node.body for node in tree.body if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)
    ]
    return [*tree.body, *(statement for body in guarded for statement in body)]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(FOLDER).as_posix())
def test_imports_only_go_down_and_never_hide_in_a_function(path):
    here = path.relative_to(FOLDER).parts[0].removesuffix(".py")
    tree = ast.parse(path.read_text())
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            where = f"{path}:{node.lineno}"
            assert node in top_level(tree) or libraries(node) <= LATE, f"{where} hides an import"
            assert not getattr(node, "level", 0), f"{where} is relative"
            for there in rooms(node):
                assert there == here or RANK[there] < RANK.get(here, len(ROWS)), f"{where} goes up"


def test_every_room_has_its_place_and_holds_what_rooms_hold():
    found = {path for path in FOLDER.iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert {room.name for room in found} <= RANK.keys()
    for room in (room for room in found if room.name != "lib"):
        parts = {path.stem for path in room.iterdir() if path.name != "__pycache__"}
        assert parts <= USUAL | {*OWN.get(room.name, "").split()}, f"{room.name} holds something else"
