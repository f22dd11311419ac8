"""PostgreSQL, to compare with: its own Spanish configuration with unaccent, any of the words, `ts_rank`."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from bench.relevance.judged import FIRST, Ask, Judged
from tests.databases import Postgres

SETUP = (
    "CREATE EXTENSION unaccent",
    "CREATE TEXT SEARCH CONFIGURATION bare (COPY = spanish)",
    "ALTER TEXT SEARCH CONFIGURATION bare ALTER MAPPING FOR word, hword_part WITH unaccent, spanish_stem",
    "CREATE TABLE texts (number integer, words tsvector)",
)
INTO = "INSERT INTO texts VALUES (%s, to_tsvector('bare', %s))"
ANY = """
    SELECT number
    FROM texts, (SELECT replace(plainto_tsquery('bare', %s)::text, '&', '|')::tsquery AS query) AS asked
    WHERE words @@ query
    ORDER BY ts_rank(words, query, 1) DESC
    LIMIT %s
"""


@contextmanager
def postgresql(about: Judged) -> Iterator[Ask]:
    """A database of the texts, on a server of its own."""
    server = Postgres()
    try:
        with psycopg.connect(server.empty().replace("+psycopg", "")) as connection:
            for statement in SETUP:
                connection.execute(statement)
            with connection.cursor() as cursor:
                cursor.executemany(INTO, [(n, text) for n, (_, text) in enumerate(about.texts, 1)])

            def ask(question: str) -> list[int]:
                return [number for (number,) in connection.execute(ANY, (question, FIRST))]

            yield ask
    finally:
        server.stop()
