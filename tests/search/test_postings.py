"""How the index in files keeps its lists, and what it reads of them."""

import random
from itertools import islice

import pytest
from pyroaring import BitMap

from forum.search.analysis import terms
from forum.search.whoosh_engine import WhooshEngine, codec, scoring
from forum.search.whoosh_engine.codec import LENGTHS, WEIGHTS, Places, standing, weight_to_byte
from tests.search.documents import at_once, document

WORDS = ("permuta", "trienio", "decreto", "concurso", "moscoso")


@pytest.fixture
def texts():
    """Texts of some of the words, some of them long."""
    chance = random.Random(3)
    return {n: chance.choices(WORDS, k=chance.choice((1, 3, 40, 700))) for n in range(1, 300)}


@pytest.fixture
def snapshot(texts, tmp_path, monkeypatch):
    """An index of the texts in several parts, each with several blocks of several chunks."""
    monkeypatch.setattr(codec, "BLOCK", 50)
    monkeypatch.setattr(codec, "CHUNK", 8)
    engine = WhooshEngine(tmp_path / "search")
    documents = [document(n, " ".join(words)) for n, words in texts.items()]
    engine.rebuild(at_once(documents[:10]), len)
    engine.update(documents[10:160], ())
    engine.update(documents[160:], ())
    assert len(engine.snapshot().parts) > 1
    return engine.snapshot()


@pytest.mark.parametrize("share", [0.01, 0.2, 1])
def test_a_list_is_read_as_it_was_written_however_little_of_it_is_wanted(texts, snapshot, share):
    chance = random.Random(5)
    posts = snapshot.column("post_id")
    wanted = BitMap(n for n in range(snapshot.count) if chance.random() < share)
    for word in WORDS:
        postings = snapshot.postings("text", stem(word))
        assert {posts[n] for n in postings.ids} == {n for n, words in texts.items() if word in words}
        places = {posts[number]: where for number, where in postings.places(wanted)}
        asked = [texts[posts[number]] for number in wanted & postings.ids]
        assert list(places.values()) == [[i for i, w in enumerate(words, 1) if w == word] for words in asked]
        keys = list(postings.keys_of(wanted & postings.ids))
        counts = [WEIGHTS[key >> 8] for key in keys]
        assert counts == [WEIGHTS[weight_to_byte(words.count(word))] for words in asked]
        lengths = [LENGTHS[key & 0xFF] for key in keys]
        assert lengths == [pytest.approx(len(words), rel=0.1) for words in asked]


def test_a_list_with_other_numbers_than_were_written_is_not_believed(snapshot):
    part = snapshot.parts[0]
    block = next(part.blocks("text", stem("permuta")))
    start = block._dataoffset
    held = bytearray(block._postfile.get(start, block.chunks.start - start))
    held[len(held) // 2] ^= 1
    block._postfile = Held(bytes(held), start)
    with pytest.raises(ValueError, match="broken"):
        block._read_ids()


def stem(word):
    """The term that a word is in the index."""
    return next(iter(terms(word, "es"))).text


class Held:
    """A file of which only a part is there."""

    def __init__(self, held, offset):
        self.held, self.offset = held, offset

    def get(self, position, length):
        return self.held[position - self.offset : position - self.offset + length]


@pytest.mark.parametrize("places", [[0], [5, 6], [0, 0xD7FF, 3 * 0xD800], [2, 2, 1], [5, 5_000_000]])
def test_places_may_be_anywhere(places):
    value = Places().encode(places)
    assert codec.END not in value
    assert standing(value) == [min(place + 1, codec.FURTHEST + 6) for place in sorted(set(places))]


def test_a_byte_tells_weights_exactly_where_words_are_counted_at_all():
    assert all(abs(WEIGHTS[weight_to_byte(n / 20)] - n / 20) < 1e-9 for n in range(200))
    assert WEIGHTS[weight_to_byte(10_000)] == WEIGHTS[255] > 60


@pytest.mark.parametrize("many", [0, 1, 30, 500])
def test_the_best_come_first_and_of_equals_the_latest(monkeypatch, many):
    monkeypatch.setattr(scoring, "FIRST", 32)
    for values in (1, 3, 10_000):
        chance = random.Random(many)
        scores = {number: float(chance.randrange(values)) for number in range(many)}
        ordered = sorted(((score, number) for number, score in scores.items()), reverse=True)
        assert list(scoring.best_first(scores)) == ordered
        assert list(islice(scoring.best_first(scores), 10)) == ordered[:10]
