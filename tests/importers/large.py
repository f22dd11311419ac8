"""An export of any size, written as a stream: what a blog of ten years with its comments weighs.

python -m tests.importers.large 2000 20000 > large.xml
"""

import sys
from collections.abc import Iterator
from datetime import datetime, timedelta

from tests.importers.exports import BEGINNING, END, comment, item

FIRST = datetime(2008, 1, 7, 9, 0)
WORDS = """
La administración que viene no se parece a la que conocimos cuando entramos: los expedientes ya no viajan en
carritos, las ventanillas abren cuando la gente puede y quien atiende sabe con quién habla. Nos queda, eso sí,
lo que ninguna ley arregla sola, que es la costumbre de hacer las cosas como siempre se hicieron en esta casa.
""".split()
PARAGRAPHS, LENGTH = 8, 60


def words(start: int, length: int) -> str:
    """Some words, others for each start."""
    return " ".join(WORDS[(start * 7 + place) % len(WORDS)] for place in range(length))


def text_of_entry(number: int) -> str:
    """What a classic entry holds: paragraphs, marks, a list, a link, a picture with its caption."""
    paragraphs = [words(number * PARAGRAPHS + place, LENGTH) for place in range(PARAGRAPHS)]
    paragraphs[1] = f"<strong>{paragraphs[1][:40]}</strong>{paragraphs[1][40:]}"
    paragraphs[3] += f' <a href="https://prueba.example/?p={number - 1}">como decíamos</a>.'
    paragraphs.insert(4, "<ul>\n<li>Uno</li>\n<li>Dos</li>\n</ul>")
    paragraphs.insert(
        2,
        f'[caption id="attachment_{number}" width="300"]<img src="https://prueba.example/f/{number}.jpg" '
        f'alt="Una mesa" /> La mesa número {number}[/caption]',
    )
    return "\n\n".join(paragraphs)


def comments_of(number: int, first: int, count: int, created: datetime) -> Iterator[str]:
    """Comments, every third an answer to the one before it."""
    for place in range(count):
        at = created + timedelta(hours=3 * (place + 1))
        yield comment(
            first + place,
            f"{words(first + place, 25)}\n\nUn saludo desde https://otra.example/{place}",
            author=f"Persona {place}",
            date_gmt=f"{at:%Y-%m-%d %H:%M:%S}",
            parent=str(first + place - 1) if place % 3 == 2 else "0",
        )


def parts(entries: int, comments: int) -> Iterator[str]:
    """The parts of an export with so many entries, and comments spread over them; newest first."""
    each = comments // entries if entries else 0
    yield BEGINNING
    for number in range(entries, 0, -1):
        created = FIRST + timedelta(days=number)
        yield item(
            number,
            text_of_entry(number),
            f'<category domain="post_tag" nicename="t{number % 40}">Tema {number % 40}</category>',
            *comments_of(number, number * 1000, each, created),
            **{"wp_post_date_gmt": f"{created:%Y-%m-%d %H:%M:%S}", "dc:creator": f"autora{number % 12}"},
        )
    yield END


if __name__ == "__main__":
    sys.stdout.writelines(f"{part}\n" for part in parts(*map(int, sys.argv[1:])))
