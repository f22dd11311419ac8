"""The HTML checker, as locked in package-lock.json: https://validator.github.io/validator/."""

import json
import subprocess
from pathlib import Path

CHECKER = Path(__file__).parents[2] / "node_modules/vnu-jar/build/dist/vnu.jar"


def mistakes(pages: dict[str, str], folder: Path) -> list[str]:
    """Errors in the HTML of `pages` (by address), a line each; `folder` is where they are put to be read."""
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
        if message["type"] != "info"
    ]
