"""The command that fills a database with content to load it."""

import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import click
from flask.cli import with_appcontext
from tqdm import tqdm

from forum.audit.actions import record
from forum.lib.commands import one_line_failures
from forum.lib.transactions import transaction
from forum.operations.emptiness import is_empty
from forum.operations.seed.begun import END, Begun, begin, begun, digest_of
from forum.operations.seed.load import fill
from forum.operations.seed.size import Size
from forum.operations.seed.texts import Words, make_words

NOT_EMPTY = "the database holds people or threads already: seed fills an empty one"
ENDED = object()
count = click.IntRange(min=1)
bar = partial(tqdm, file=sys.stderr, disable=None, leave=False)


@click.command("seed")
@click.option("--users", type=count, required=True, help="People; none has a password (`users reset NAME`).")
@click.option("--threads", type=count, required=True, help="Debates and blog entries.")
@click.option("--posts", type=count, required=True, help="Opening posts and replies.")
@click.option("--longest", type=count, required=True, help="Posts of the longest thread.")
@click.option(
    "--text", type=click.Path(path_type=Path), help='Where the texts come from: lines of {"text": …}.'
)
@click.option(
    "--random-seed", type=int, default=0, show_default=True, help="The same gives the same content."
)
@with_appcontext
@one_line_failures
def seed(users: int, threads: int, posts: int, longest: int, text: Path | None, random_seed: int) -> None:
    """Fill an empty database with load-test content, or go on where that was stopped.

    The index follows by the worker or `search rebuild`.
    """
    try:
        size = Size(users, threads, posts, longest)
    except ValueError as wrong:
        raise click.UsageError(str(wrong)) from None
    told = {**asdict(size), "text": digest_of(text), "random_seed": random_seed}
    refuse_others(told)
    began = time.monotonic()
    chance = Random(random_seed)
    words = readied(posts, text, chance)
    with bar(total=posts, desc="posts", unit=" posts") as shown:
        load(size, told, words, chance, shown.update)
    took = time.monotonic() - began
    pace = f"{posts / took:,.0f} posts a second"
    click.echo(f"{users} people, {threads} threads, {posts} posts in {took:.1f} s: {pace}")


def refuse_others(told: dict[str, Any]) -> Begun | None:
    """Go on only in an empty database, and in one where just this was begun; gives that."""
    last = begun()
    if last is None and not is_empty():
        raise click.ClickException(NOT_EMPTY)
    if last is not None and last.asked != told:
        raise click.ClickException(f"another was begun and not ended: {figures(last.asked)}")
    return last


def load(
    size: Size, told: dict[str, Any], words: Words, chance: Random, progress: Callable[[int], object]
) -> None:
    """Write it all, each step in a transaction of its own; what was begun before goes on."""
    steps: Iterator[None] | None = None
    ended = False
    while not ended:
        with transaction(alone=True):
            if steps is None:
                before = (refuse_others(told) or begin(told)).groups
                steps = fill(size, words, chance, before, progress)
            ended = next(steps, ENDED) is ENDED
            if ended:
                record(END, "site", None, None, users=size.users, threads=size.threads, posts=size.posts)


def figures(told: dict[str, Any]) -> str:
    """What was asked for, as it is asked for again."""
    numbers = {name: value for name, value in told.items() if name != "text"}
    return " ".join(f"--{name.replace('_', '-')} {value}" for name, value in numbers.items())


def readied(posts: int, file: Path | None, chance: Random) -> Words:
    """The texts to write with. A file that cannot be read or holds none is said in one line."""
    try:
        with bar(desc="texts", unit=" paragraphs") as shown:
            return make_words(posts, file, chance, shown.update)
    except (OSError, ValueError) as failure:
        why = failure.strerror if isinstance(failure, OSError) else failure
        raise click.ClickException(f"«{file}» cannot be used: {why}") from None
