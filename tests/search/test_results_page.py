"""A reader finds the past debate."""

import re
from datetime import UTC, datetime

import pytest

from forum.debates.actions import (
    close_thread,
    edit_post,
    hide_post,
    move_thread,
    post_reply,
    remove_thread,
    withdraw_post,
)
from forum.lib.markdown import render
from forum.lib.transactions import transaction
from forum.search.jobs import index_changes
from tests import corpora
from tests.factories import fresh, make_group, make_reply, make_thread, make_user, opening_of, sign_in
from tests.statements import statements


def found(client, q, **more):
    """Ids of the posts that a search shows, in order."""
    answer = client.get("/search", query_string={"q": q, "view": "posts", **more})
    assert answer.status_code == 200
    return [int(number) for number in re.findall(r'data-result-id="(\d+)"', answer.text)]


@pytest.fixture
def debate():
    thread = make_thread("La gestión de las quejas", "Los empleados públicos contestan.", tags=["atención"])
    index_changes()
    return thread


@pytest.mark.parametrize(
    "q",
    [
        "gestion",
        "gestión",
        "GESTIÓN",
        "empleado",
        "empleados publicos",
        '"empleados públicos"',
        "emplead*",
        "queja",
    ],
)
def test_words_are_found_without_accents_case_or_number(client, debate, q):
    assert found(client, q) == [opening_of(debate).id]


@pytest.mark.parametrize("q", ['"públicos empleados"', "gestión -quejas", "zanahoria", "-gestión"])
def test_what_does_not_match_is_not_found(client, debate, q):
    assert found(client, q) == []


def test_the_matched_words_are_marked_and_people_s_html_is_not(client):
    make_thread("Sobre <b>decretos</b>", "Un acta & un <script>alert(1)</script> decreto.")
    index_changes()
    page = client.get("/search?q=decreto").text
    assert "<mark>decreto</mark>" in page
    assert "<script>alert(1)" not in page
    assert "Sobre &lt;b&gt;<mark>decretos</mark>" in page


def test_results_are_grouped_by_thread_and_lead_to_the_very_post(client, debate):
    reply = make_reply(debate, "Aquí gestionamos las quejas por turnos.")
    index_changes()
    page = client.get("/search?q=quejas").text
    assert page.count('class="hit"') == 1
    assert f'data-result-id="{reply.id}"' in page
    assert 'data-total="1"' in page
    assert f"/debates/{debate.key}#post-2" in page
    assert len(found(client, "quejas")) == 2


def test_filters_narrow_by_kind_group_tag_author_and_date(client):
    ana, group = make_user("ana"), make_group("Archivo")
    old = make_thread(
        "Un padrón", group=group, author=ana, tags=["padrón"], created=datetime(2024, 3, 5, 12, tzinfo=UTC)
    )
    new = make_thread("Otro padrón", kind="entry", created=datetime(2026, 3, 5, 12, tzinfo=UTC))
    index_changes()
    first, second = opening_of(old).id, opening_of(new).id
    assert set(found(client, "padrón")) == {first, second}
    for narrowing in (
        {"kind": "debate"},
        {"group": "archivo"},
        {"tag": "padron"},
        {"author": "Ana"},
        {"before": "2025-01-01"},
        {"before": "2024-03-06"},
        {"until": "2024-03-05"},
        {"since": "2024-03-05", "until": "2024-03-05"},
        {"after": "2024-03-04", "before": "2024-03-06"},
        {"tag": "Padrón", "author": "@ana"},
    ):
        assert found(client, "padrón", **narrowing) == [first], narrowing
    assert found(client, "padrón", kind="entry") == [second]
    assert found(client, "padrón", after="2024-03-05") == [second]
    assert found(client, "padrón", before="2024-03-05") == []
    assert found(client, "padrón", author="nadie") == []
    assert found(client, "padrón tipo:entrada", kind="debate") == []
    for q in ("padrón tipo:debate", "padrón autor:ana", "padrón etiqueta:padrón", "padrón hasta:2024"):
        assert found(client, q) == [first], q
    for q in ("padrón -autor:ana", "padrón kind:entry", "padrón desde:2025", "padrón -grup:archivo"):
        assert found(client, q) == [second], q


def test_order_by_date(client):
    old = make_thread("Turnos turnos turnos", created=datetime(2024, 1, 1, tzinfo=UTC))
    new = make_thread("Los turnos", created=datetime(2026, 1, 1, tzinfo=UTC))
    index_changes()
    ids = [opening_of(new).id, opening_of(old).id]
    assert found(client, "turnos", order="newest") == ids
    assert found(client, "turnos", order="oldest") == ids[::-1]


def test_most_of_the_words_when_not_all_are_there(client, debate):
    page = client.get("/search?q=quejas+zanahoria+empleados").text
    assert "tienen algunas" in page
    assert f'data-result-id="{opening_of(debate).id}"' in page


def test_pages(client):
    thread = make_thread()
    for number in range(45):
        make_reply(thread, f"Una calabaza número {number}.")
    index_changes()
    first, third = found(client, "calabaza"), found(client, "calabaza", page="3")
    assert len(first) == 20
    assert len(third) == 5
    assert not set(first) & set(third)
    assert client.get("/search?q=calabaza&view=posts&page=4").status_code == 404
    assert 'data-total="45"' in client.get("/search?q=calabaza&view=posts").text


@pytest.mark.parametrize("way", ["hidden", "withdrawn", "removed thread"])
def test_what_is_gone_is_not_found_even_before_the_index_knows(client, debate, way):
    post, author, moderator = opening_of(debate), make_user(), make_user(role="moderator")
    with transaction():
        if way == "hidden":
            hide_post(fresh(post), moderator, "motivo")
        elif way == "withdrawn":
            withdraw_post(fresh(post), author)
        else:
            remove_thread(fresh(debate), moderator, "motivo")
    assert found(client, "gestión") == []
    index_changes()
    assert found(client, "gestión") == []


def test_an_edited_post_is_found_by_its_new_words_only(client, debate):
    text, editor, post = render("Ahora hablo de contratos."), make_user(), opening_of(debate)
    with transaction():
        edit_post(fresh(post), fresh(editor), text)
    assert found(client, "empleados") == []
    index_changes()
    assert found(client, "contratos") == [opening_of(debate).id]
    assert found(client, "empleados") == []


def test_a_moved_thread_is_found_by_those_who_may_see_it_alone(client, debate):
    member, moderator = make_user(), make_user(role="moderator")
    secret = make_group(visibility="private", members=(member,))
    with transaction():
        move_thread(fresh(debate), fresh(secret), moderator)
    for _ in range(2):
        assert found(client, "gestión") == []
        index_changes()
    sign_in(client, member)
    assert found(client, "gestión") == [opening_of(debate).id]


def test_private_groups_change_no_total(client):
    for group in (make_group(), make_group(visibility="private")):
        make_thread("Un secreto a voces", group=group)
    index_changes()
    assert 'data-total="1"' in client.get("/search?q=secreto").text
    sign_in(client, make_user(role="moderator"))
    assert 'data-total="2"' in client.get("/search?q=secreto").text


def test_a_closed_thread_is_still_found(client, debate):
    moderator = make_user(role="moderator")
    with transaction():
        close_thread(fresh(debate), moderator)
    index_changes()
    assert found(client, "gestión") == [opening_of(debate).id]


def test_more_than_are_counted_is_said_so_and_every_page_is_there(client, monkeypatch):
    monkeypatch.setattr("forum.search.queries.results.MOST", 5)
    monkeypatch.setattr("forum.search.queries.results.PAGE", 2)
    thread = make_thread()
    for number in range(8):
        make_reply(thread, f"Una calabaza número {number}.")
    other = make_thread("Más calabaza")
    index_changes()
    posts = client.get("/search?q=calabaza&view=posts").text
    assert 'data-total="5+"' in posts
    assert "Más de 1.000 resultados" in posts
    assert len({*found(client, "calabaza"), *found(client, "calabaza", page=2)}) == 4
    assert len(found(client, "calabaza", page=3)) == 1
    threads = client.get("/search?q=calabaza").text
    assert 'data-total="2"' in threads
    assert f'data-result-id="{opening_of(other).id}"' in threads


def test_the_order_of_the_address_wins_over_the_typed_one(client, debate):
    page = client.get("/search?q=quejas+orden:recientes").text
    assert re.search(r'href="([^"]*)" aria-current="true">Más recientes', page)
    address = re.search(r'href="([^"]*)">Más relevantes', page)[1].replace("&amp;", "&")
    assert re.search(r'aria-current="true">Más relevantes', client.get(address).text)


def test_every_filter_has_a_link_that_takes_it_away(client, debate):
    page = client.get("/search?q=zanahoria+tipo:debate&tag=nada").text
    addresses = [a.replace("&amp;", "&") for a in re.findall(r'<li><a href="([^"]*)">Sin ', page)]
    assert addresses == ["/search?q=zanahoria&tag=nada", "/search?q=zanahoria+tipo:debate"]


def test_pages_link_to_each_other_and_to_the_feed(client):
    thread = make_thread()
    for number in range(25):
        make_reply(thread, f"Una calabaza número {number}.")
    index_changes()
    page = client.get("/search?q=calabaza&view=posts&order=newest").text
    assert '<link rel="next" href="/search?q=calabaza&amp;order=newest&amp;view=posts&amp;page=2">' in page
    assert 'type="application/atom+xml"' in page
    assert "1 a 20 de 25" in page
    assert '<link rel="prev"' in client.get("/search?q=calabaza&view=posts&page=2").text


def test_in_a_thread_only_posts_with_a_word_of_the_query_follow_the_first(client):
    thread = make_thread("Una permuta")
    make_reply(thread, "Gracias.")
    with_word = make_reply(thread, "Otra permuta.")
    index_changes()
    page = client.get("/search?q=permuta").text
    shown = re.findall(r'data-result-id="(\d+)"', page)
    assert set(shown) == {str(opening_of(thread).id), str(with_word.id)}


def test_people_without_an_account_are_found_by_their_name(client):
    thread, text = make_thread(), render("Desde fuera.")
    with transaction():
        post_reply(fresh(thread), None, text, author_name="María José")
    make_reply(thread, "Desde fuera también.")
    index_changes()
    assert len(found(client, 'fuera autor:"maría josé"')) == 1
    assert len(found(client, "fuera", author="María José")) == 1


@pytest.mark.parametrize(
    "q",
    [
        "a" * 10_000,
        "palabra " * 1_250,
        "(" * 3_000,
        '"' * 199,
        "*" * 50,
        "a*",
        "casa~",
        "*cion",
        "\0permuta\0",
        "\ufffd\u202e",
        "NOT " * 40,
        "-" * 100,
        "a O " * 50,
        "desde:9998 hasta:1000",
        "hasta:9998-12-31",
    ],
    ids=range(15),
)
def test_nothing_that_is_typed_gives_an_error_or_a_huge_page(client, debate, q):
    for more in ({}, {"tag": q, "author": q, "after": q, "view": "posts"}):
        answer = client.get("/search", query_string={"q": q, **more})
        assert answer.status_code == 200
        assert len(answer.data) < 60_000
    assert client.get("/search.atom", query_string={"q": q}).status_code == 200


def test_naughty_strings_are_just_words(client, debate):
    for text in corpora.naughty_strings()[::7]:
        encoded = text.encode("utf-8", "replace").decode()
        answer = client.get("/search", query_string={"q": encoded})
        assert answer.status_code == 200
        assert "<script>alert" not in answer.text


def test_a_long_query_is_told_and_kept_as_far_as_it_counts(client):
    page = client.get("/search", query_string={"q": "permuta " * 100}).text
    assert "solo cuentan los primeros 200" in page
    assert re.search(r'name="q" type="search" value="(permuta ){24}permuta"', page)


def test_stop_words_alone_are_told_to_be_too_common(client, debate):
    assert "demasiado comunes" in client.get("/search?q=de+la").text


def test_the_statements_of_a_page_do_not_grow_with_what_is_found(client):
    counts = []
    for _ in range(2):
        for _ in range(4):
            make_reply(make_thread(title="Más calabaza", tags=["huerto"]), "Otra calabaza.")
        index_changes()
        with statements() as seen:
            client.get("/search?q=calabaza+etiqueta:huerto")
        own = [
            statement for statement in seen if "search_documents" in statement or "set_config" in statement
        ]
        counts.append((len(seen) - len(own), len(own)))
    page, engine = counts[0]
    assert counts[0] == counts[1]
    assert page <= 8
    assert engine <= 4  # PostgreSQL's: settings, what the index holds, how many posts hold the words, answer


def test_nothing_found_says_so_and_keeps_the_words(client):
    page = client.get("/search?q=murciélago+azul").text
    assert "Nada coincide con «murciélago azul»" in page
    assert 'data-total="0"' in page


def test_the_feed_of_a_search_has_what_the_reader_finds_with_all_the_words(client, debate):
    secret = make_group(visibility="private")
    make_thread("Otra gestión de quejas", group=secret)
    index_changes()
    answer = client.get("/search.atom?q=gestion")
    assert answer.mimetype == "application/atom+xml"
    assert answer.text.count("<entry>") == 1
    assert "La gestión de las quejas" in answer.text
    assert answer.headers["Cache-Control"] == "no-cache"
    assert "<entry>" not in client.get("/search.atom?q=gestion+zanahoria").text
    sign_in(client, make_user(role="moderator"))
    answer = client.get("/search.atom?q=gestion")
    assert answer.text.count("<entry>") == 2
    assert answer.headers["Cache-Control"] == "private, no-cache"
