"""Task lists: boxes shown as signs, since nobody can tick them here."""

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

DONE = '<span class="task" role="img" aria-label="Hecho">☑</span> '
TO_DO = '<span class="task" role="img" aria-label="Pendiente">☐</span> '


def show_tasks(state: StateCore) -> None:
    """Begin each task with its sign, and give it and its list their classes."""
    lists: list[Token] = []
    sign = ""
    for token in state.tokens:
        if token.type in ("bullet_list_open", "ordered_list_open"):
            lists.append(token)
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            lists.pop()
        elif token.type == "list_item_open" and "checked" in token.meta:
            sign = DONE if token.meta.pop("checked") else TO_DO
            token.attrSet("class", "task-list-item")
            lists[-1].attrSet("class", "contains-task-list")
        elif token.type == "list_item_close":
            sign = ""
        elif token.type == "inline" and sign:
            token.children = [Token("html_inline", "", 0, content=sign), *(token.children or ())]
            sign = ""
