"""`python -m bench.search`: the figures of search alone, at any size, on one engine."""

from dataclasses import replace

import click

from bench.community import Size
from bench.plan import WHOLE
from bench.search import measured
from bench.search.places import PLACES

A_THREAD = 25  # posts


@click.command()
@click.option("--engine", type=click.Choice(list(PLACES)), required=True)
@click.option("--posts", type=click.IntRange(min=10_000), default=WHOLE.searched.posts, show_default=True)
def alone(engine: str, posts: int) -> None:
    """Measure search on a community of so many posts: a million take hours."""
    plan = replace(WHOLE, searched=Size(200, posts // A_THREAD, posts, min(posts // 2, 5_000)))
    for figure in measured(engine, plan):
        click.echo(figure.line())


alone()
