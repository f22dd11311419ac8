"""Pictures of the old site become files of ours."""

import base64
import json
import re
from pathlib import Path

import pytest
from sqlalchemy import func, select

from forum.accounts.models import User
from forum.debates.models import Draft, File, Post, PostFile, Thread
from forum.extensions import db
from forum.importers.models import OldAddress, TakenFile
from forum.importers.wordpress import notes
from forum.importers.wordpress.folder import Folder
from forum.lib.commands import in_english
from forum.lib.files import file_store
from forum.lib.pictures import redraw
from forum.lib.pictures.refusals import DAMAGED
from tests.factories import sign_in
from tests.importers.exports import export_of, item
from tests.pictures import drawn

UPLOADS = "https://prueba.example/wp-content/uploads"


def meta_of(key, value):
    return (
        f"<wp:postmeta><wp:meta_key>{key}</wp:meta_key><wp:meta_value>{value}</wp:meta_value></wp:postmeta>"
    )


def attachment(number, address, alt="", caption="", **more):
    """An attachment with its file."""
    meta = meta_of("_wp_attachment_image_alt", alt)
    fields = {"wp_post_type": "attachment", "wp_attachment_url": address, "excerpt:encoded": caption, **more}
    return item(number, "", meta, **fields)


@pytest.fixture
def uploads(tmp_path):
    """A folder as WordPress lays it out, with two pictures and a smaller one of the first."""
    folder = tmp_path / "uploads"
    sizes = {"2012/05/plaza.png": 40, "2012/05/plaza-300x200.png": 20, "2013/01/Balcón.jpg": 30}
    for name, size in sizes.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(drawn("JPEG" if name.endswith("jpg") else "PNG", (size, size)))
    return folder


@pytest.fixture
def bring(app, tmp_path):
    """Import an export with these items: what the command's JSON says."""

    def run(*items, files=None, options=()):
        path = tmp_path / "export.xml"
        path.write_bytes(export_of(*items))
        words = [str(path), *(["--files", str(files)] if files else []), *options]
        db.session.rollback()
        result = app.test_cli_runner().invoke(args=["import", "wordpress", *words, "--json"])
        db.session.rollback()
        assert result.exit_code == 0, result.output
        return json.loads(result.stdout[result.stdout.index("{\n") :])  # a test's log goes there too

    return run


def why(report):
    """What was left, as pairs."""
    return [(row["item"], row["why"]) for row in report["skipped"]]


def count(model):
    return db.session.scalar(select(func.count()).select_from(model))


def text_of_entry():
    html = db.session.scalars(select(Post.body_html).join(Thread).where(Post.number == 1)).one()
    return re.sub(r' (?:loading|class)="[^"]*"', "", html)


def shown(path):
    """The address of a picture here."""
    return f"/files/{redraw(Path(path).read_bytes()).name}"


LARGE = f"{UPLOADS}/2012/05/plaza.png"
SMALL = f'<a href="{LARGE}"><img src="{UPLOADS}/2012/05/plaza-300x200.png" alt="La plaza"></a>'


def test_a_picture_of_a_text_is_shown_from_here_as_it_was_first(bring, uploads, client):
    report = bring(
        item(1, f"Mira:\n\n[caption]{SMALL} Llena[/caption]\n\nFuente: el archivo."),
        attachment(7, f"{UPLOADS}/2012/05/plaza.png"),
        files=uploads,
    )
    assert (report["files"], why(report)) == (1, [])
    address = shown(uploads / "2012/05/plaza.png")
    assert (
        f'<figure><img width="40" height="40" alt="La plaza" src="{address}">'
        "<figcaption>Llena Fuente: el archivo.</figcaption></figure>"
    ) in text_of_entry()
    answer = client.get(address)
    assert (answer.status_code, answer.mimetype) == (200, "image/png")


@pytest.mark.parametrize(
    "layout",
    [
        "2012/05/plaza.png",
        "uploads/2012/05/plaza.png",
        "wp-content/uploads/2012/05/plaza.png",
        "plaza.png",
        "2012/05/PLAZA.PNG",
        "otra/plaza.png",
        "plaza-300x200.png",
    ],
)
def test_the_folder_may_be_the_uploads_or_hold_them_or_be_flat(bring, tmp_path, layout):
    path = tmp_path / "mine" / layout
    path.parent.mkdir(parents=True)
    path.write_bytes(drawn())
    report = bring(item(1, SMALL), attachment(7, f"{UPLOADS}/2012/05/plaza.png"), files=tmp_path / "mine")
    assert (report["files"], why(report)) == (1, [])


def test_a_name_that_two_files_have_is_no_file(tmp_path):
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "foto.png").write_bytes(b"x")
    assert Folder(tmp_path).find("2012/05/foto.png") is None
    assert Folder(tmp_path).find("c/a/foto.png") == tmp_path / "a/foto.png"


@pytest.mark.parametrize(
    "path", ["../secreto.png", "2012/../../secreto.png", "enlace.png", "/secreto.png", ""]
)
def test_nothing_outside_the_folder_is_found(tmp_path, path):
    (tmp_path / "secreto.png").write_bytes(b"x")
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "enlace.png").symlink_to(tmp_path / "secreto.png")
    (folder / "fuera").symlink_to(tmp_path)
    assert Folder(folder).find(path) is None


def test_accents_in_names_are_found_however_they_are_written(bring, uploads):
    address = f"{UPLOADS}/2013/01/Balco%CC%81n-150x150.jpg"
    assert bring(item(1, f'<img src="{address}" alt="El balcón">'), files=uploads)["files"] == 1
    assert shown(uploads / "2013/01/Balcón.jpg") in text_of_entry()


def test_galleries_featured_pictures_and_kept_descriptions(bring, uploads):
    thumbnail = (
        "<wp:postmeta><wp:meta_key>_thumbnail_id</wp:meta_key><wp:meta_value>7</wp:meta_value></wp:postmeta>"
    )
    report = bring(
        item(1, '[gallery ids="8"]', thumbnail),
        attachment(7, f"{UPLOADS}/2012/05/plaza.png", "La plaza"),
        attachment(8, f"{UPLOADS}/2013/01/Balc%C3%B3n.jpg", "El balcón", "Recién <em>pintado</em>"),
        files=uploads,
    )
    assert (report["files"], why(report)) == (2, [])
    html = re.sub(r' (?:width|height)="[^"]*"', "", text_of_entry())
    first, second = shown(uploads / "2012/05/plaza.png"), shown(uploads / "2013/01/Balcón.jpg")
    assert html.index(f'<img alt="La plaza" src="{first}">') < html.index(
        f'<img alt="El balcón" src="{second}"><figcaption>Recién <em>pintado</em></figcaption>'
    )


def test_a_gallery_of_blocks_and_a_description_that_only_the_attachment_has(bring, uploads):
    block = f"""<!-- wp:gallery --><figure class="wp-block-gallery"><!-- wp:image {{"id":7}} -->
<figure class="wp-block-image"><img src="{UPLOADS}/2012/05/plaza-1024x768.png" alt="" class="wp-image-7"/>
<figcaption>De día</figcaption></figure><!-- /wp:image --><figcaption>La galería</figcaption></figure>
<!-- /wp:gallery -->"""
    bring(item(1, block), attachment(7, f"{UPLOADS}/2012/05/plaza.png", "La plaza"), files=uploads)
    html = text_of_entry()
    assert 'alt="La plaza"' in html
    assert re.sub(r"<[^>]+>|\s+", " ", html).split() == ["De", "día", "La", "galería"]


def test_without_the_folder_a_picture_is_a_link_and_told(bring):
    report = bring(item(1, SMALL), attachment(7, f"{UPLOADS}/2012/05/plaza.png"))
    assert (report["files"], why(report)) == (0, [("attachment 7 «Entrada 7»", notes.ATTACHMENT)])
    assert (
        f'<a href="{UPLOADS}/2012/05/plaza-300x200.png" rel="nofollow ugc noopener">La plaza</a>'
        in text_of_entry()
    )


def test_what_is_not_in_the_folder_or_no_picture_or_shown_nowhere_is_told(bring, uploads):
    (uploads / "roto.png").write_bytes(drawn()[:60])
    (uploads / "bases.pdf").write_bytes(b"%PDF-1.4")
    text = (
        f'<img src="{UPLOADS}/no-esta.png" alt="a"><img src="{UPLOADS}/roto.png" alt="b">'
        f'<img src="{UPLOADS}/ni-esta.png" alt="c"><img src="https://otra.example/d.png" alt="d">'
    )
    report = bring(
        item(1, text),
        attachment(2, f"{UPLOADS}/no-esta.png"),
        attachment(3, f"{UPLOADS}/roto.png"),
        attachment(4, f"{UPLOADS}/bases.pdf"),
        attachment(5, f"{UPLOADS}/2012/05/plaza.png"),
        files=uploads,
    )
    assert report["files"] == 0
    assert why(report) == [
        ("«ni-esta.png» in entry 1 «Entrada 1»", notes.MISSING_FILE),
        ("«d.png» in entry 1 «Entrada 1»", notes.FOREIGN_PICTURE),
        ("attachment 2 «Entrada 2»", notes.MISSING_FILE),
        ("attachment 3 «Entrada 3»", in_english(DAMAGED)),
        (f"attachment 4 «Entrada 4» ({UPLOADS}/bases.pdf)", notes.OTHER_FILE),
        ("attachment 5 «Entrada 5»", notes.UNUSED_FILE),
    ]


def test_each_document_is_listed_with_its_address_and_the_texts_that_link_to_it(bring, uploads):
    document = f"{UPLOADS}/2012/bases.pdf"
    unlisted = "https://prueba.example/wp-content/uploads/plantilla.odt"
    report = bring(
        item(1, f'<a href="{document}">Bases</a> y <a href="https://prueba.example/?p=2">otra entrada</a>'),
        item(2, f'<a href="/wp-content/uploads/plantilla.odt">Plantilla</a> <a href="{LARGE}">foto</a>'),
        attachment(4, document),
        files=uploads,
    )
    assert why(report) == [
        (f"«{document}» in entry 1 «Entrada 1»", notes.OTHER_FILE),
        (f"«{unlisted}» in entry 2 «Entrada 2»", notes.OTHER_FILE),
        (f"attachment 4 «Entrada 4» ({document})", notes.OTHER_FILE),
    ]


def test_a_picture_within_the_text_comes_along(bring):
    data = base64.b64encode(drawn()).decode()
    seal = f'<img src="data:image/png;base64,{data}" alt="Un sello">'
    report = bring(item(1, f'{seal} y <img src="data:image/png,no" alt="Otro">'))
    assert (report["files"], why(report)) == (
        1,
        [("«data:» in entry 1 «Entrada 1»", notes.INLINE_PICTURE)],
    )
    assert 'alt="Un sello"' in text_of_entry()
    assert "Otro" in text_of_entry()


def test_doing_it_again_makes_nothing_and_draws_nothing(bring, uploads):
    export = item(1, SMALL), attachment(7, f"{UPLOADS}/2012/05/plaza.png")
    first = bring(*export, files=uploads)
    names = set(file_store().names())
    assert first["files"] == 1
    for files in (uploads, None):
        again = bring(*export, files=files)
        assert [again[name] for name in ("threads", "posts", "files")] == [0, 0, 0]
        assert again["skipped"] == []
    assert (count(File), count(TakenFile), set(file_store().names())) == (1, 1, names)
    assert db.session.scalars(select(Post.edited)).one() is None


def test_a_later_import_with_the_folder_brings_the_pictures(bring, uploads, client):
    export = item(1, SMALL), attachment(7, f"{UPLOADS}/2012/05/plaza.png")
    bring(*export)
    report = bring(*export, files=uploads)
    assert (report["threads"], report["posts"], report["files"]) == (0, 0, 1)
    address = shown(uploads / "2012/05/plaza.png")
    assert f'src="{address}"' in text_of_entry()
    assert client.get(address).status_code == 200
    assert count(PostFile) == 1


def test_a_text_that_changed_there_says_the_size_of_its_picture_once(bring, uploads):
    before, after = (f'<p>{word}</p><img src="{UPLOADS}/2012/05/plaza.png" alt="La plaza">' for word in "ab")
    bring(item(7, before), files=uploads)
    bring(item(7, after), files=uploads)
    html = db.session.scalars(select(Post.body_html)).one()
    assert "<p>b</p>" in html
    assert html.count('width="40"') == 1


def test_a_dry_run_says_the_same_and_leaves_no_file(bring, uploads):
    export = item(1, SMALL), attachment(7, f"{UPLOADS}/2012/05/plaza.png"), attachment(8, f"{UPLOADS}/no.png")
    before = set(file_store().names())
    tried = bring(*export, files=uploads, options=["--dry-run"])
    assert (count(File), count(TakenFile), count(OldAddress)) == (0, 0, 0)
    assert set(file_store().names()) == before
    assert tried == bring(*export, files=uploads)
    assert tried["files"] == 1


def test_a_failure_leaves_no_file(app, tmp_path, uploads):
    path = tmp_path / "export.xml"
    path.write_bytes(export_of(item(1, SMALL))[:-12])
    before = set(file_store().names())
    result = app.test_cli_runner().invoke(args=["import", "wordpress", str(path), "--files", str(uploads)])
    assert result.exit_code == 1
    assert set(file_store().names()) == before


def test_a_drafts_picture_is_seen_by_its_author_alone(bring, uploads, client):
    bring(item(1, SMALL, wp_status="draft"), files=uploads)
    address = shown(uploads / "2012/05/plaza.png")
    assert f"![La plaza]({address})" in db.session.scalars(select(Draft.body)).one()
    assert client.get(address).status_code == 404
    sign_in(client, db.session.scalars(select(User)).one())
    assert client.get(address).status_code == 200


def test_the_old_address_of_a_file_leads_to_it(bring, uploads, client):
    bring(item(1, SMALL), files=uploads)
    for address in ("plaza.png", "plaza-150x150.png"):
        answer = client.get(f"/wp-content/uploads/2012/05/{address}")
        assert (answer.status_code, answer.location) == (301, shown(uploads / "2012/05/plaza.png"))


def test_a_folder_that_is_none_is_wrong_usage(app, tmp_path):
    words = ["import", "wordpress", str(tmp_path / "e.xml"), "--files", str(tmp_path / "no")]
    assert app.test_cli_runner().invoke(args=words).exit_code == 2
