"""What only an index in files can suffer: several threads that read it, other formats, a full disk."""

import contextlib
import gc
import random
import resource
import threading

import pytest
from whoosh import index as whoosh_index

from forum.search import jobs
from forum.search.engine import IndexBusy, IndexMissing
from forum.search.query import Word
from forum.search.whoosh_engine import WhooshEngine, writing
from forum.search.whoosh_engine.codec import PostCodec
from forum.search.whoosh_engine.schema import make_schema, row
from tests.factories import make_thread
from tests.search.documents import at_once, document, found


@pytest.fixture
def engine(tmp_path):
    """A fresh and empty index, of no application."""
    made = WhooshEngine(tmp_path / "search")
    made.rebuild(at_once(()), len)
    return made


def test_a_commit_is_seen_by_every_thread_and_what_it_replaced_is_not(engine):
    engine.update([document(1, "antes"), document(2, "permuta")], ())
    assert found(engine, Word("permuta")) == [2]
    answers = []

    def look():
        before = found(engine, Word("permuta"))
        gate.wait(10)
        gate.wait(10)
        answers.append((before, found(engine, Word("permuta")), found(engine, Word("decreto"))))

    gate = threading.Barrier(5)
    readers = [threading.Thread(target=look) for _ in range(4)]
    for reader in readers:
        reader.start()
    gate.wait(10)
    engine.update([document(2, "decreto"), document(3, "permuta")], ())
    gate.wait(10)
    for reader in readers:
        reader.join()
    assert answers == [([2], [3], [2])] * 4


def test_an_index_of_another_format_is_not_read(engine):
    (engine.folder / "current").write_text("index-0-abc")
    assert not engine.is_sound()


def test_an_index_made_before_posts_could_be_picked_serves_on_and_learns_of_them(engine):
    older = make_schema()
    older.remove("picked")
    index = whoosh_index.create_in(engine.current(), older)
    with index.writer(codec=PostCodec()) as writer:
        for number in (1, 2, 3):
            values = row(document(number, "permuta"))
            del values["picked"]
            writer.add_document(**values)
    assert engine.is_sound()
    assert found(engine, Word("permuta")) == [3, 2, 1]
    engine.update([document(1, "permuta", picked=True)], ())
    assert found(engine, Word("permuta")) == [1, 3, 2]
    engine.update([document(number, "otra") for number in range(4, 40)], ())  # parts are merged meanwhile
    for number in range(40, 60):
        engine.update([document(number, "otra")], ())
    assert found(engine, Word("permuta")) == [1, 3, 2]


@pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")  # Whoosh leaves them open when it fails
def test_a_full_disk_loses_nothing_and_is_recovered_from(engine):
    engine.update([document(1, "permuta")], ())
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, hard))
    try:
        with pytest.raises(OSError, match="too large"):
            engine.update([document(2, " ".join(f"palabra{n}" for n in range(5_000)))], ())
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert found(engine, Word("permuta")) == [1]
    engine.update([document(3, "permuta")], ())
    assert set(found(engine, Word("permuta"))) == {1, 3}
    assert engine.is_sound()
    gc.collect()


def test_whoever_seeds_the_random_numbers_does_not_break_the_index(engine):
    for number in (1, 2):
        random.seed(7)
        engine.update([document(number, "permuta")], ())
    assert engine.count() == 2


def test_an_index_of_an_older_format_is_made_again_and_meanwhile_the_search_says_so(own_app, engine):
    own_app.extensions["search"] = engine
    with own_app.app_context():
        make_thread("Permuta de Lugo a Vigo")
        jobs.index_changes()
        older = engine.folder / "index-2-0123456789ab"
        engine.current().rename(older)
        (engine.folder / "current").write_text(older.name)
        page = own_app.test_client().get("/search?q=permuta")
        assert page.status_code == 200
        assert "se está poniendo al día. Prueba" in page.text
        jobs.index_changes()
        page = own_app.test_client().get("/search?q=permuta")
        assert "de Lugo a Vigo" in page.text
        assert "se está poniendo al día" not in page.text
        assert [path.name for path in engine.folder.glob("index-*")] == [engine.current().name]


def flip(path, chance):
    """Some bits of a file are others, as a failing disk leaves them."""
    held = bytearray(path.read_bytes())
    for _ in range(chance.choice((1, 10, 100))):
        held[chance.randrange(len(held))] ^= 1 << chance.randrange(8)
    replace(path, bytes(held))


def cut(path, chance):
    """The end of a file was never written."""
    held = path.read_bytes()
    replace(path, held[: chance.randrange(len(held))])


def blank(path, chance):
    """A part of a file was never written."""
    held = path.read_bytes()
    first, last = sorted(chance.randrange(len(held)) for _ in range(2))
    replace(path, held[:first] + bytes(last - first) + held[last:])


def replace(path, held):
    """Another file in its place: who reads the old one goes on reading it."""
    path.with_name("other").write_bytes(held)
    path.with_name("other").replace(path)


@pytest.mark.long
@pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")
@pytest.mark.parametrize("harm", [flip, cut, blank])
def test_whatever_happens_to_its_files_it_answers_or_is_missing_and_is_built_again(engine, harm):
    documents = [document(n, f"permuta número {n} de {n % 7}", title="Trienios") for n in range(1, 120)]
    right = list(range(119, 0, -1))
    for seed in range(25):
        chance = random.Random(seed)
        engine.rebuild(at_once(documents), len)
        files = sorted(path for path in engine.current().iterdir() if path.stat().st_size)
        harm(chance.choice(files), chance)
        fresh = WhooshEngine(engine.folder)
        for word in ("permuta", "trienio", "numero"):
            with contextlib.suppress(IndexMissing):
                found(fresh, Word(word), order="newest")
        with contextlib.suppress(IndexMissing, IndexBusy, OSError):
            fresh.update([document(500, "permuta")], [1])
        fresh.is_sound()
        fresh.rebuild(at_once(documents), len)
        assert found(fresh, Word("permuta"), order="newest") == right, seed
        assert fresh.is_sound()
    gc.collect()


@pytest.mark.long
def test_no_commit_writes_much_of_the_index_again(engine, monkeypatch):
    monkeypatch.setattr(writing, "LARGE", 30)
    engine.rebuild(
        lambda _: ([document(n, "permuta") for n in range(k, k + 40)] for k in range(1, 1000, 40)), len
    )
    built = {path.name for path in engine.current().glob("*.seg")}
    assert len(built) == 25
    for number in range(2_000, 2_150):
        engine.update([document(number, "permuta")], ())
    parts = {path.name for path in engine.current().glob("*.seg")}
    assert built <= parts
    assert len(parts - built) < 20
    assert len(found(engine, Word("permuta"), limit=5_000)) == 1_150
