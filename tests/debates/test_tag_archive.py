"""The tag archive: whole posts, newest first, as a blog shows them."""

from datetime import UTC, datetime

import feedparser

from tests.factories import make_group, make_reply, make_thread, make_user, sign_in


def test_whole_entries_newest_first_with_author_date_figure_and_plurals(client):
    ana = make_user(
        "ana", display_name="Ana Ñeco", position="Archivera", organisation="Ayuntamiento de Valdehoyos"
    )
    old = make_thread(
        "La vieja", "Texto viejo entero.", kind="entry", author=ana, tags=["empleados públicos"],
        created=datetime(2026, 3, 4, 9, 5, tzinfo=UTC),
    )  # fmt: skip
    table = "| uso | n |\n|-|-:|\n| leer | 35 |\n\nFuente: cuestionario del curso."
    new = make_thread(
        "La nueva", table, kind="entry", tags=["empleados públicos"], created=datetime(2026, 5, 4, tzinfo=UTC)
    )
    make_reply(old)
    for _ in range(2):
        make_reply(new)
    page = client.get("/tags/empleados-publicos").text
    assert page.index("La nueva") < page.index("La vieja")
    for shown in (
        "Texto viejo entero.",
        "Ana Ñeco",
        "Archivera, Ayuntamiento de Valdehoyos",
        "4 de marzo de 2026",
    ):
        assert shown in page
    assert "1 comentario" in page
    assert "2 comentarios" in page
    assert "<figcaption>Fuente: cuestionario del curso.</figcaption>" in page
    assert "2 entradas" in page


def test_its_threads_are_counted_by_kind_and_those_of_closed_groups_are_not(client):
    ana = make_user("ana")
    group = make_group("Cerrado", visibility="private", members=(ana,))
    make_thread("Una entrada", kind="entry", tags=["zeta"])
    for _ in range(2):
        make_thread("Un debate", tags=["zeta"])
    make_thread("Lo nuestro", group=group, tags=["zeta", "solo nuestra"])
    sign_in(client, ana)
    page = client.get("/tags/zeta").text
    assert "1 entrada y 2 debates, de lo más reciente a lo más antiguo." in page
    assert "Lo nuestro" in page
    page = client.get("/tags/solo-nuestra").text
    assert '<p class="lead">De lo más reciente a lo más antiguo.</p>' in page
    assert "Lo nuestro" in page


def test_who_may_not_read_the_newest_reads_the_others(client):
    secret = make_group(visibility="private")
    for day in range(1, 31):
        make_thread(
            f"Nuestro {day:02}",
            group=secret,
            tags=["zeta"],
            created=datetime(2026, 2, day % 28 + 1, tzinfo=UTC),
        )
    make_thread("Para todos", tags=["zeta"], created=datetime(2026, 1, 1, tzinfo=UTC))
    page = client.get("/tags/zeta").text
    assert "Para todos" in page
    assert "Nuestro" not in page


def test_its_feed_holds_the_whole_texts(client):
    make_thread("La entrada", "Un texto **entero**.", kind="entry", tags=["empleados públicos"])
    answer = client.get("/tags/empleados-publicos/feed.atom")
    assert answer.mimetype == "application/atom+xml"
    feed = feedparser.parse(answer.data)
    assert not feed.bozo
    assert [entry.title for entry in feed.entries] == ["La entrada"]
    assert "<strong>entero</strong>" in feed.entries[0].content[0].value
    assert feed.entries[0].link.startswith("http://127.0.0.1:8000/posts/")


def test_more_than_a_page_goes_on_by_key(client):
    for day in range(1, 13):
        make_thread(
            f"Entrada {day:02}", kind="entry", tags=["serie"], created=datetime(2026, 1, day, tzinfo=UTC)
        )
    first = client.get("/tags/serie").text
    assert "Entrada 12" in first
    assert "Entrada 02" not in first
    older = first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    second = client.get(older).text
    assert "Entrada 02" in second
    assert "Entrada 03" not in second
    assert client.get("/tags/serie?after=nada").status_code == 404


def test_the_debate_of_an_entry_is_named_only_to_who_may_see_it(client):
    member = make_user()
    secret, open_group = make_group(visibility="private", members=(member,)), make_group()
    for title, group in (("Nombre secreto", secret), ("Debate de todos", open_group)):
        entry = make_thread(f"Entrada de {title[-5:]}", kind="entry", tags=["zeta"])
        sign_in(client, member)
        fields = {"title": title, "group": group.slug, "body": "Texto", "entry": str(entry.id)}
        assert client.post("/debates/new", data=fields).status_code == 303
    assert "Nombre secreto" in client.get("/blog/").text
    client.post("/logout")
    for address in ("/tags/zeta", "/blog/"):
        page = client.get(address).text
        assert "Nombre secreto" not in page
        assert "Debate de todos" in page
