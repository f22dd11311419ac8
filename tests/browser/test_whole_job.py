"""The whole job, in a real browser on real input: import, sign up, debate, quote, find, flag, remove."""

import email
import re
from email.policy import default

import pytest
from playwright.sync_api import expect

from tests.servers import Server, until

PASSWORD = "una frase bien larga"


def mails(server: Server, address: str) -> list[str]:
    """The texts of the mails sent to an address, the oldest first."""
    paths = sorted((server.folder / "mail").glob("*.eml"), key=lambda path: path.stat().st_mtime)
    read = [email.message_from_bytes(path.read_bytes(), policy=default) for path in paths]
    return [mail.get_content() for mail in read if mail["To"] == address]


def register(person, server: Server, name: str) -> None:
    """Create an account, confirm it from the mail file, and be signed in."""
    page = person.go("/register")
    page.get_by_label("Nombre de usuario").fill(name)
    page.get_by_label("Correo").fill(f"{name}@ayuntamiento.example")
    page.get_by_label("Contraseña").fill(PASSWORD)
    page.locator("[name=terms]").check()
    page.get_by_role("button", name="Crear").click()
    texts = until(lambda: mails(server, f"{name}@ayuntamiento.example"), f"mail for {name}")
    link = re.search(r"http://\S+/confirm/\S+", texts[-1])[0]
    page.goto(link)
    page.locator("main form button").click()
    if "/login" in page.url:
        sign_in(person, name)
    page.locator(".menu").wait_for()


def sign_in(person, name: str) -> None:
    page = person.go("/login")
    page.locator("[name=email]").fill(name)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main form").get_by_role("button", name="Entrar").first.click()


def search_total(person, words: str) -> str | None:
    """What the results' page counts for these words."""
    page = person.go("/")
    page.goto(f"{person.home}/search?q={words}")
    box = page.locator("[data-total]")
    return box.get_attribute("data-total") if box.count() else None


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_the_whole_job(visitor, server, scripts):
    mark = "con" if scripts else "sin"
    blog = server.folder / f"blog-{mark}.xml"
    blog.write_text(export(mark), encoding="utf-8")
    done = server.command("import", "wordpress", str(blog), "--json")
    assert done.returncode == 0, done.stderr
    assert server.command("search", "reconcile").returncode == 0
    created = server.command("users", "create", f"mod-{mark}", "--email", f"mod-{mark}@a.example",
                             "--role", "moderator", "--password-stdin", stdin=PASSWORD)  # fmt: skip
    assert created.returncode == 0, created.stderr
    group(server, f"Redes {mark}")

    ana, bea, reader, carla, moderator = (visitor(scripts=scripts) for _ in range(5))

    # Ana signs up and opens a debate from the imported entry.
    register(ana, server, f"ana-{mark}")
    page = ana.go("/blog/")
    page.get_by_role("link", name=f"La atención telefónica {mark} scripts").first.click()
    page.get_by_role("link", name="Abrir debate sobre esta entrada").click()
    page.locator("[name=title]").fill(f"¿Quién contesta el teléfono {mark} scripts?")
    page.locator("[name=group]").select_option(label=f"Redes {mark}")
    page.locator("[name=body]").fill("En mi registro nos turnamos por **semanas**.")
    page.get_by_role("button", name="Vista previa").click()
    assert page.locator("#preview strong").inner_text() == "semanas"
    page.get_by_role("button", name="Publicar debate").click()
    assert page.locator("article#post-1 .post-body").inner_text().startswith("En mi registro")
    expect(page.get_by_text(f"La atención telefónica {mark} scripts")).not_to_have_count(0)
    debate = page.url

    # Bea replies quoting.
    register(bea, server, f"bea-{mark}")
    page = bea.page
    page.goto(debate)
    page.get_by_role("link", name="Citar el mensaje 1").click()
    box = page.locator("#responder textarea")
    assert "> " in box.input_value()
    box.fill(box.input_value() + "Nosotras usamos una centralita jeroglífica.")
    page.get_by_role("button", name="Publicar respuesta").click()
    assert page.locator("#post-2 .quote__by").inner_text().endswith("n.º 1")
    assert page.url.endswith("#post-2")

    # A reader who types no accents finds it and lands on the very post.
    until(lambda: search_total(reader, "jeroglifica") == "1", "the reply is found")
    page = reader.page
    assert page.locator("mark").first.inner_text() == "jeroglífica"
    page.locator(".hit__title a").click()
    assert page.url.endswith("#post-2")
    assert "jeroglífica" in page.locator("#post-2 .post-body").inner_text()

    # Carla flags it.
    register(carla, server, f"carla-{mark}")
    page = carla.page
    page.goto(debate)
    page.locator("#post-2").get_by_role("link", name="Denunciar").click()
    page.get_by_label("Fuera de tema").check()
    page.locator("[name=note]").fill("No viene a cuento.")
    page.get_by_role("button", name="Denunciar").click()
    expect(page.get_by_text("Gracias por avisar")).not_to_have_count(0)

    # A moderator removes it with a reason.
    sign_in(moderator, f"mod-{mark}")
    page = moderator.go("/moderation/")
    page.get_by_role("link", name=f"¿Quién contesta el teléfono {mark} scripts?").first.click()
    expect(page.get_by_text("No viene a cuento.")).not_to_have_count(0)
    page.get_by_label("Retirar el mensaje").check()
    page.get_by_role("button", name="Guardar decisión").click()
    expect(page.get_by_text("Escribe el motivo")).not_to_have_count(0)
    expect(page.locator("[name=rule]")).to_have_value("Norma 7: cada cosa en su sitio")  # as it was flagged
    page.locator("[name=reason]").fill("Las centralitas tienen su propio debate.")
    page.get_by_role("button", name="Guardar decisión").click()
    expect(page.get_by_text("Decisión guardada.")).not_to_have_count(0)

    # The reader sees the note in its place, and search no longer finds it.
    page = reader.page
    page.goto(debate)
    note = page.locator("#post-2")
    assert "retirado por moderación" in note.inner_text()
    assert "Las centralitas tienen su propio debate." in note.inner_text()
    assert "jeroglífica" not in page.content()
    assert search_total(reader, "jeroglifica") == "0"


def group(server: Server, name: str) -> None:
    """Make a group, as an administrator will from the admin pages of a later version."""
    code = (
        "from forum.app import create_app\n"
        "from forum.groups.actions import create_group\n"
        "from forum.lib.transactions import transaction\n"
        "app = create_app()\n"
        "with app.app_context(), transaction():\n"
        f"    create_group({name!r})\n"
    )
    server.python(code)


def export(mark: str) -> str:
    """A WordPress export with one entry, as WordPress writes it."""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
  xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>Blog de prueba</title><link>https://blog-{mark}.example</link><wp:wxr_version>1.2</wp:wxr_version>
<wp:base_site_url>https://blog-{mark}.example</wp:base_site_url>
<wp:base_blog_url>https://blog-{mark}.example</wp:base_blog_url>
<wp:author><wp:author_id>1</wp:author_id><wp:author_login><![CDATA[autora-{mark}]]></wp:author_login>
<wp:author_email><![CDATA[autora@blog.example]]></wp:author_email>
<wp:author_display_name><![CDATA[Autora {mark}]]></wp:author_display_name></wp:author>
<item><title>La atención telefónica {mark} scripts</title><link>https://blog-{mark}.example/?p=7</link>
<dc:creator><![CDATA[autora-{mark}]]></dc:creator>
<content:encoded><![CDATA[Suena el teléfono y nadie sabe quién tiene que contestar.

Lo contamos aquí.]]></content:encoded>
<wp:post_id>7</wp:post_id><wp:post_date><![CDATA[2024-05-06 10:00:00]]></wp:post_date>
<wp:post_date_gmt><![CDATA[2024-05-06 08:00:00]]></wp:post_date_gmt>
<wp:post_name><![CDATA[atencion]]></wp:post_name><wp:status><![CDATA[publish]]></wp:status>
<wp:post_type><![CDATA[post]]></wp:post_type><wp:post_password><![CDATA[]]></wp:post_password>
<category domain="post_tag" nicename="empleados-publicos"><![CDATA[empleados públicos]]></category></item>
</channel></rss>
"""
