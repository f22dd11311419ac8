"""The site's static files: bundled once, zipped once, kept for good by browsers."""

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from config import ROOT
from forum.app import create_app
from forum.lib.assets import build, scripts, styles
from tests.databases import settings_for

STATIC = ROOT / "static"
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
A_YEAR = 31_536_000
NAMES = ["app.css", "app.js", "icon.svg", "icons.svg"]


@pytest.fixture
def app(plain_app: Flask) -> Iterator[Flask]:
    """Static files ask nothing of a database."""
    with plain_app.app_context():
        yield plain_app


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small folder of static files."""
    (tmp_path / "css").mkdir()
    (tmp_path / "js").mkdir()
    order = '@layer base, post;\n@import "post.css";\n@import "base.css";\n'
    (tmp_path / "css/app.css").write_text(order)
    (tmp_path / "css/base.css").write_text("/* the page */\n@layer base {\n  a {\n    color: red;\n  }\n}\n")
    (tmp_path / "css/post.css").write_text(".post {\n  margin: 0;\n}\n")
    (tmp_path / "js/menu.js").write_text("const name = 1;\n")
    (tmp_path / "js/tools.js").write_text("const name = 2;\n")
    return tmp_path


def hashed_address(app: Flask, name: str) -> str:
    with app.test_request_context():
        return app.jinja_env.globals["asset"](name)


def test_style_sheets_follow_the_order_of_app_css_and_lose_comments_and_indentation(folder):
    assert styles(folder / "css").decode().splitlines() == [
        "@layer base, post;",
        ".post {",
        "margin: 0;",
        "}",
        "@layer base {",
        "a {",
        "color: red;",
        "}",
        "}",
    ]


def test_each_module_stands_in_a_block_of_its_own(folder):
    assert scripts(folder / "js").decode() == "{\nconst name = 1;\n}\n{\nconst name = 2;\n}"


def test_a_name_changes_when_what_it_names_does(folder, tmp_path):
    before = build(folder, tmp_path / "built")
    assert build(folder, tmp_path / "built") == before
    (folder / "css/base.css").write_text("a { color: blue }")
    after = build(folder, tmp_path / "built")
    assert after["app.css"] != before["app.css"]
    assert after["app.js"] == before["app.js"]


def test_each_file_is_built_once_and_zipped_beside(folder, tmp_path):
    names = build(folder, tmp_path / "built")
    built = {path.name: path.read_bytes() for path in (tmp_path / "built").iterdir()}
    assert set(built) == {name for hashed in names.values() for name in (hashed, f"{hashed}.gz")}
    assert gzip.decompress(built[names["app.js"] + ".gz"]) == built[names["app.js"]]


def test_app_css_imports_every_style_sheet_once():
    imported = re.findall(r'@import "(.+)";', (STATIC / "css/app.css").read_text())
    assert sorted([*imported, "app.css"]) == sorted(path.name for path in (STATIC / "css").iterdir())


def test_no_module_imports_another():
    for path in (STATIC / "js").iterdir():
        assert not re.search(r"^(import|export)\b", path.read_text(), re.MULTILINE), path.name


@pytest.mark.parametrize("name", NAMES)
def test_a_hashed_name_may_be_kept_for_good(app: Flask, client: FlaskClient, name):
    response = client.get(hashed_address(app, name), buffered=True)
    assert response.status_code == 200
    assert response.cache_control.public
    assert response.cache_control.immutable
    assert response.cache_control.max_age >= A_YEAR
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in response.headers
    assert response.headers["Vary"] == "Accept-Encoding"


def test_a_plain_name_works_and_is_kept_for_a_while(client: FlaskClient):
    response = client.get("/static/app.css", buffered=True)
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "max-age=3600, public"
    assert response.headers["Content-Type"] == 'text/css; charset="utf-8"'


@pytest.mark.parametrize("name", ["app-000000000000.css", "nada.css", "css/post.css", "../config.py", ""])
def test_what_is_no_asset_is_not_found(client: FlaskClient, name):
    assert client.get(f"/static/{name}").status_code == 404


@pytest.mark.parametrize("name", NAMES)
def test_who_takes_gzip_gets_the_same_file_zipped(app: Flask, client: FlaskClient, name):
    address = hashed_address(app, name)
    plain = client.get(address, buffered=True)
    zipped = client.get(address, headers={"Accept-Encoding": "gzip, deflate, br"}, buffered=True)
    assert "Content-Encoding" not in plain.headers
    assert zipped.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(zipped.data) == plain.data


def test_what_the_browser_has_is_not_sent_again(client: FlaskClient):
    tag = client.get("/static/app.css", buffered=True).headers["ETag"]
    response = client.get("/static/app.css", headers={"If-None-Match": tag})
    assert response.status_code == 304
    assert response.data == b""


def test_a_site_under_a_path_serves_its_files_there(tmp_path):
    app = create_app(settings_for(tmp_path, FORUM_BASE_URL="https://sede.example/foro"), testing=True)
    with app.test_request_context():
        address = app.jinja_env.globals["asset"]("app.css")
    assert address.startswith("/foro/static/app-")
    for asked in (address, address.removeprefix("/foro")):
        assert app.test_client().get(asked, buffered=True).status_code == 200


def test_a_page_asks_for_one_style_sheet_and_one_script_by_their_hashed_names(
    app: Flask, client: FlaskClient
):
    page = client.get("/login").text
    assert re.findall(r'<link rel="stylesheet" href="([^"]+)"', page) == [hashed_address(app, "app.css")]
    assert re.findall(r'<script type="module" src="([^"]+)"', page) == [hashed_address(app, "app.js")]


def test_the_sprite_holds_the_icons_that_pages_name_and_no_other():
    texts = "\n".join(path.read_text() for path in [*TEMPLATES, ROOT / "forum/debates/views/cards.py"])
    named = set(re.findall(r'(?:icon\(|[Aa]ct\(|symbol=)"([a-z]+)"', texts))
    drawn = set(re.findall(r'<symbol id="i-([a-z]+)"', (STATIC / "icons.svg").read_text()))
    assert named - drawn == set()
    assert {name for name in drawn if f'"{name}"' not in texts} == set()


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(ROOT / "templates").as_posix())
def test_no_template_has_styles_or_scripts_that_the_policy_would_block(path: Path):
    text = path.read_text()
    data = r'type="application/ld\+json"'  # read, never run
    assert not re.search(rf"<style|\sstyle=|<script(?![^>]*\s(src=|{data}))|\son[a-z]+=", text)
