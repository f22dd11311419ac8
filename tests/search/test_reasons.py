"""The results say why each was found, where its excerpt does not show it."""

import re

from forum.search.jobs import index_changes
from tests.factories import make_reply, make_thread
from tests.statements import statements


def last_lines(page):
    """Of each post found, what stands below its excerpt, as text."""
    return [" ".join(re.sub("<[^>]*>", " ", part).split()) for part in re.findall(r'"meta">(.*?)</p>', page)]


def test_nothing_is_said_where_the_marks_tell(client):
    make_thread("Otra cosa", "Una calabaza.", tags=["calabaza"])
    index_changes()
    (line,) = last_lines(client.get("/search?q=calabaza").text)
    assert "coincide" not in line
    assert "por la etiqueta" not in line


def test_a_post_may_be_found_by_its_title_or_by_its_tags(client):
    make_thread("Una calabaza", "Nada más.")
    make_thread("Otra cosa", "Nada.", tags=["huerto", "calabazas de otoño"])
    index_changes()
    lines = last_lines(client.get("/search?q=calabaza").text)
    assert sum("coincide el título" in line for line in lines) == 1
    assert sum("por la etiqueta «calabazas de otoño»" in line for line in lines) == 1


def test_a_word_far_down_in_a_long_text_is_told_of(client):
    make_thread("Largo", "Nada de nada. " * 1_600 + "Una calabaza.")
    index_changes()
    (line,) = last_lines(client.get("/search?q=calabaza").text)
    assert "coincide más adelante en el mensaje" in line


def test_the_words_that_a_post_lacks_are_told(client):
    make_thread("Una permuta", "Con calabaza.", tags=["huerto"])
    index_changes()
    (line,) = last_lines(client.get("/search?q=permutas+calabaza+zanahoria+huerto").text)
    assert line.endswith("sin zanahoria")


def test_tags_are_read_in_one_statement_if_at_all(client):
    def asked(q):
        with statements() as seen:
            client.get("/search", query_string={"q": q})
        return len(seen)

    for _ in range(4):
        make_reply(make_thread("Otra cosa", "Nada.", tags=["calabaza", "huerto"]), "Una zanahoria.")
    index_changes()
    asked("calabaza")  # an engine may look once what index it has
    assert asked("calabaza") <= asked("zanahoria") + 1
