"""The operators in five languages: the table of docs/glossary.md, which every page understands whole."""

from datetime import timedelta
from pathlib import Path

import pytest
from flask_babel import force_locale

from forum.search.query import And, Days, Filter, Or, Word, parse
from forum.search.query.choices import CHOICES, WORDS
from forum.search.query.dates import DAYS, today
from forum.search.query.operators import NAMES, OPERATORS, OR
from forum.search.query.writing import operator, value

LANGUAGES = ("es", "ca", "gl", "eu", "en")
GLOSSARY = Path(__file__).parents[2] / "docs" / "glossary.md"
TABLE = GLOSSARY.read_text("utf-8").partition("## Search operators")[2]
ROWS = [[cell.strip() for cell in line.strip("|").split("|")] for line in TABLE.splitlines() if "|" in line]


@pytest.fixture(autouse=True, params=["es", "eu"])
def speaking(plain_app, request):
    """The page's language, which changes nothing of what operators mean."""
    with plain_app.test_request_context("/"), force_locale(request.param):
        yield


def test_the_glossary_has_the_words_that_we_show():
    shown = {name: [words[each].split()[0] for each in LANGUAGES] for name, words in NAMES.items()}
    shown["or"] = [OR[each] for each in LANGUAGES]
    for name, values in {**CHOICES, "date": DAYS}.items():
        for one, words in values.items():
            shown[f"{name}: {one}"] = [words[each].split()[0] for each in LANGUAGES]
    assert {row[0]: row[1:] for row in ROWS if row[0] not in ("meaning", "---")} == shown


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("name", "choice"), [(name, one) for name in CHOICES for one in CHOICES[name]])
def test_every_value_is_known_in_every_language(language, name, choice):
    query = parse(f"nómina {operator(name, value(name, choice, language), language)}")
    assert not query.notes
    if name == "order":
        assert query.order == choice
    elif choice != "title":
        assert query.tree == And((Word("nómina"), Filter(name, (choice,))))


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("egile:ana", Filter("author", ("ana",))),
        ("Autoria:ana", Filter("author", ("ana",))),
        ("#nómina", Filter("tag", ("nomina",))),
        ("#4", Word("#4")),
        ("organization:lugo", Filter("organisation", ("lugo",))),
        ('erakunde:"Ayuntamiento de Lugo"', Filter("organisation", ("ayuntamiento-de-lugo",))),
        ("egoera:itxi", Filter("status", ("closed",))),
        ("egoera:ireki,itxia", Filter("status", ("open", "closed"))),
        ('estado:"sin respuesta"', Filter("status", ("unanswered",))),
        ("ESTADO:Cerrado", Filter("status", ("closed",))),
        ("estado:abierto status:pinned", And((Filter("status", ("open",)), Filter("status", ("pinned",))))),
        ("me:mios", Filter("me", ("mine",))),
        ("ni:jarraituak", Filter("me", ("followed",))),
        ("type:encuesta", Filter("kind", ("poll",))),
        ("lugo OU vigo", Or((Word("lugo"), Word("vigo")))),
    ],
)
def test_other_forms_of_the_words(text, tree):
    assert parse(text).tree == tree


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("7d", {"first": 7}),
        ("since:30D", {"first": 30}),
        ("noiztik:7d", {"first": 7}),
        ("antes:7d", {"last": 8}),
        ("fins:1d", {"last": 1}),
        ("des:ahir", {"first": 1}),
        ("ata:hoxe", {"last": 0}),
        ("despois:onte", {"first": 0}),
    ],
)
def test_dates_count_from_today(text, expected):
    days = {side: today() - timedelta(days=ago) for side, ago in expected.items()}
    assert parse(text).tree == Days(**days)


@pytest.mark.parametrize("text", ["since:99999d", "before:1000", "after:9998", "until:9998-12-31", "99999d"])
def test_the_ends_of_time(text):
    assert isinstance(parse(text).tree, Days)


@pytest.mark.parametrize(
    "text", ["since:100000d", "since:999", "since:9999-12", "since:2026-1-1-1", "since:²d"]
)
def test_what_is_no_date_gets_a_message(plain_app, text):
    with force_locale("en"):
        query = parse(f"payroll {text}")
    assert query.notes
    assert query.tree == Word("payroll")


@pytest.mark.parametrize(
    ("language", "text", "close"),
    [
        ("es", "tipo:debte", "tipo:debate"),
        ("es", "type:debte", "tipo:debate"),
        ("eu", "mota:eztabaidak,sarera", "mota:eztabaida,sarrera"),
        ("gl", "estado:cerado", "estado:pechado"),
        ("en", "status:abeirto", "status:open"),
        ("ca", "estat:tencat", "estat:tancat"),
        ("es", "orden:reciente5", "orden:recientes"),
        ("es", "en:titlo", "en:título"),
        ("es", "me:seguido5", "me:seguidos"),
        ("es", "desde:2026-02-30", "desde:2026-02-28"),
        ("es", "hasta:2026-13", "hasta:2026-12"),
        ("es", "desde:ayr", "desde:ayer"),
        ("eu", "noiztik:ayr", "noiztik:atzo"),
    ],
)
def test_a_wrong_value_gets_the_nearest_right_one_in_the_page_s_words(language, text, close):
    with force_locale(language):
        query = parse(f"nómina -{text} extra")
    assert query.tree == And((Word("nómina"), Word("extra")))
    assert [note.better for note in query.notes] == [f"nómina -{close} extra"]
    assert text in query.notes[0].text
    assert close in query.notes[0].text


def test_a_value_that_is_near_nothing_gets_the_list():
    with force_locale("es"):
        said = parse("nómina estado:azul").notes
    assert "abierto, cerrado, sin-respuesta, fijado, resuelto, sin-resolver" in said[0].text
    assert said[0].better == ""


@pytest.mark.parametrize(
    ("language", "text", "better"),
    [
        ("es", "autro:ana", "autor:ana"),
        ("ca", "etiquta:x", "etiqueta:x"),
        ("eu", "egila:ana", "egilea:ana"),
        ("en", "auhtor:ana", "author:ana"),
        ("es", "organsimo:lugo", "organismo:lugo"),
        ("es", "auhtor:ana", "autor:ana"),
        ("en", "etiketta:x", "tag:x"),
        ("eu", "organitsation:lugo", "erakundea:lugo"),
    ],
)
def test_a_slip_in_an_operator_gets_a_hint_and_a_query_to_try(language, text, better):
    with force_locale(language):
        query = parse(f"-{text} nómina")
    assert [note.better for note in query.notes] == [f"-{better} nómina"]
    assert len(query.tree.parts) == 2


@pytest.mark.parametrize(
    ("language", "text"),
    [
        *(("es", "arte:moderno"), ("en", "ata:x"), ("es", "hora:tarde")),
        *(("es", f"{word}:x") for word in ("nota", "parte", "tarde", "data", "art", "ojo", "date", "at")),
    ],
)
def test_other_words_before_a_colon_are_plain_text(language, text):
    with force_locale(language):
        query = parse(text)
    assert query.tree == Word(text)
    assert not query.notes


def test_order_of_another_language_with_a_wrong_value_is_a_slip_for_ours():
    with force_locale("es"):
        query = parse("order:likes nómina")
    assert query.tree == Word("nómina")
    assert query.notes


def test_an_operator_is_taken_out_where_it_stands_and_nowhere_else():
    with force_locale("es"):
        query = parse('"tipo:debate no" -kind:debate tipo:debate 7d order:newest')
    first, second, week, order = query.typed
    assert [str(one) for one in query.typed[:2]] == ["-tipo:debate", "tipo:debate"]
    assert (str(week), str(order)) == (f"desde:{today() - timedelta(days=7)}", "orden:recientes")
    assert query.without(second) == '"tipo:debate no" -kind:debate 7d order:newest'
    assert query.without(first, second, week, order) == '"tipo:debate no"'


def test_titles_among_other_parts():
    title, replies = parse("en:título nómina").tree, parse("en:respuestas nómina").tree
    assert parse("en:título,respuestas nómina").tree == Or((title, replies))
    assert parse("en:título").tree is None


def test_no_word_means_two_things():
    assert all(len(set(words.values())) == len(CHOICES[name]) for name, words in WORDS.items())
    assert set(OPERATORS.values()) == set(NAMES)
