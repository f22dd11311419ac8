"""`settings`: what is in force, where it comes from, and no secret."""

import json

import pytest
from flask import Flask

from config import read_settings
from forum.commands import create_whole_app
from forum.operations.settings import effective, masked


def test_each_setting_says_where_it_comes_from(plain_app: Flask):
    result = plain_app.test_cli_runner().invoke(args=["settings", "--json"])
    rows = json.loads(result.stdout)
    assert rows["FORUM_RATE_LIMITS"] == {"value": "off", "from": "environment"}
    assert rows["FORUM_LANGUAGE"] == {"value": "es", "from": "default"}


def test_in_words_it_says_the_same(tmp_path):
    given = {"FORUM_DATA_DIR": str(tmp_path), "FORUM_SECRET_KEY": "s" * 40, "FORUM_SITE_NAME": "Ágora"}
    app = create_whole_app(read_settings(given), testing=True)
    told = app.test_cli_runner().invoke(args=["settings"]).stdout
    assert "FORUM_SITE_NAME=Ágora  (environment)\n" in told
    assert "FORUM_SECRET_KEY=…  (environment)\n" in told
    assert f"FORUM_DATABASE_URL=sqlite:///{tmp_path}/forum.db  (default)\n" in told


@pytest.mark.parametrize(
    ("secret", "shown"),
    [
        ("", ""),
        ("una-clave-larga-hecha-al-azar-de-40-letras", "…"),
        ("file:", "file:"),
        ("smtp://ana:cl@ve:rara@correo.example:587", "smtp://…@correo.example:587"),
        ("smtp://ana:cl/ave@correo.example", "smtp://…@correo.example"),
        ("smtp://correo.example", "smtp://correo.example"),
        ("postgresql+psycopg://ana:x@db.example/foro", "postgresql+psycopg://…@db.example/foro"),
        (
            "postgresql+psycopg:///foro?host=/run&password=x",
            "postgresql+psycopg:///foro?host=/run&password=…",
        ),
        ("redis://:clave@10.0.0.1:6379/0", "redis://…@10.0.0.1:6379/0"),
        (
            "s3://AK:x@cubo?endpoint=http://s3.example:9000&region=eu",
            "s3://…@cubo?endpoint=http://s3.example:9000&region=eu",
        ),
        ("s3://cubo?endpoint=s3.example&token=x", "s3://cubo?endpoint=s3.example&token=…"),
    ],
)
def test_of_an_address_only_the_place_is_told(secret, shown):
    assert masked(secret) == shown


def test_no_secret_is_shown_whatever_holds_it(tmp_path):
    given = {
        "FORUM_DATA_DIR": str(tmp_path),
        "FORUM_SECRET_KEY": "secretisima" * 4,
        "FORUM_MAIL_URL": "smtp://ana:secretisima@h",
        "FORUM_REDIS_URL": "redis://:secretisima@h",
        "FORUM_FILES_URL": "s3://llave:secretisima@cubo?endpoint=https://s3.example",
        "FORUM_DATABASE_URL": "postgresql+psycopg://ana:secretisima@h/x?password=secretisima",
    }
    assert "secretisima" not in json.dumps(effective(read_settings(given)))
