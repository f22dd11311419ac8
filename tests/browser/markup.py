"""The HTML checker, as locked in package-lock.json: https://validator.github.io/validator/."""

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path

CHECKER = Path(__file__).parents[2] / "node_modules/vnu-jar/build/dist/vnu.jar"


ADVICE = (
    "lacks heading",  # what is found, and footnotes, stand under a heading that is not theirs alone
    "not in Unicode Normalization Form C",  # what people write is shown as they wrote it
    "appears to be written in",  # a guess
    "exceeded the column count established by the first row",  # so is every cell of their tables
)
ON_TEXTS = (  # advice for who wrote a text, which a page of ours is still to follow
    "Private Use Area",  # letters of a font that we do not have
    "starts with a composing character",  # an accent on nothing
)


def is_mistake(message: dict[str, str], advice: Sequence[str]) -> bool:
    """Whether the checker objects, or warns of something else than what `advice` has words of."""
    warning = message.get("subType") == "warning" and not any(words in message["message"] for words in advice)
    return message["type"] != "info" or warning


def mistakes(pages: dict[str, str], folder: Path, besides: Sequence[str] = ()) -> list[str]:
    """What is wrong with the HTML of `pages` (by address), a line each; `folder` is where they are put.

    Warnings with words of ADVICE are none, nor are those with words of `besides`.
    """
    names = {f"{number}.html": address for number, address in enumerate(pages)}
    for name, address in names.items():
        (folder / name).write_text(pages[address], encoding="utf-8")
    run = subprocess.run(
        [
            "java",
            "-jar",
            str(CHECKER),
            "--format",
            "json",
            "--stdout",
            *(str(folder / name) for name in names),
        ],
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert run.stdout, run.stderr
    return [
        f"{names[Path(message['url']).name]}: {message['message']} {message.get('extract', '')!r}"
        for message in json.loads(run.stdout)["messages"]
        if is_mistake(message, (*ADVICE, *besides))
    ]
