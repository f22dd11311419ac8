"""Settings are read once, checked and typed; a wrong one stops the start with one line."""

import subprocess
import sys

import pytest

from config import ROOT, SettingError, read_settings


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("FORUM_BASE_URL", "sede.example"),
        ("FORUM_DATABASE_URL", "mysql://host/x"),
        ("FORUM_FILES_URL", "ftp://host"),
        ("FORUM_FILES_URL", "s3://bucket"),
        ("FORUM_FILES_URL", "s3://llave@s3.example/cubo"),
        ("FORUM_FILES_URL", "s3://llave:secreto@s3.example/cubo/carpeta"),
        ("FORUM_FILES_URL", "s3://llave:secreto@s3.example/cubo?tls=quizá"),
        ("FORUM_FILES_URL", "s3://llave:secreto@s3.example/cubo?acl=public"),
        ("FORUM_FILES_URL", "s3://llave:secreto@s3.example:puerto/cubo"),
        ("FORUM_LANGUAGE", "fr"),
        ("FORUM_MAIL_FROM", "nadie"),
        ("FORUM_MAIL_URL", "http://host"),
        ("FORUM_RATE_LIMITS", "quizá"),
        ("FORUM_REDIS_URL", "http://host"),
        ("FORUM_REPLICA_URL", "sqlite:///otra.db"),
        ("FORUM_REPLICA_URL", "postgresql+psycopg://una/foro"),  # there is no database that it could follow
        ("FORUM_SEARCH", "elastic"),
        ("FORUM_SEARCH", "postgres"),
        ("FORUM_SECRET_KEY", "corta"),
        ("FORUM_SITE_NAME", "x" * 61),
        ("FORUM_TIMEZONE", "Europa/Madrid"),
        ("FORUM_TRUSTED_PROXIES", "-1"),
        ("FORUM_CONFIG", "/no/existe"),
        ("FORUM_DATADIR", "x"),
    ],
)
def test_a_wrong_value_names_the_variable_in_one_line(name, value):
    with pytest.raises(SettingError) as refused:
        read_settings({name: value})
    assert name in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("FORUM_MAIL_URL", "gopher://ana:clave@host"),
        ("FORUM_FILES_URL", "s3://ana:clave/con+barra@s3.example/cubo"),
        ("FORUM_FILES_URL", "s3://ana:clave@s3.example"),
    ],
)
def test_no_secret_is_told_when_it_is_wrong(name, value):
    with pytest.raises(SettingError) as refused:
        read_settings({name: value})
    assert "clave" not in str(refused.value)


def test_a_database_is_no_replica_of_itself():
    url = "postgresql+psycopg://ana:clave@una/foro"
    other = url.replace("una", "otra")
    assert read_settings({"FORUM_DATABASE_URL": url, "FORUM_REPLICA_URL": other}).replica_url == other
    with pytest.raises(SettingError, match="FORUM_REPLICA_URL") as refused:
        read_settings({"FORUM_DATABASE_URL": url, "FORUM_REPLICA_URL": url})
    assert "clave" not in str(refused.value)


@pytest.mark.parametrize(
    "url",
    [
        "s3://llave:se%2Fcre%2Bto@s3.example:9000/cubo?region=eu-south-2&tls=off",
        "s3://s3.eu-south-2.amazonaws.com/cubo?region=eu-south-2",
        "s3://[::1]:9000/cubo.de.fotos",
    ],
)
def test_a_bucket_is_named_with_or_without_a_key(url):
    assert read_settings({"FORUM_FILES_URL": url}).files_url == url


def test_the_environment_goes_before_the_file_and_the_file_before_the_default(tmp_path):
    written = tmp_path / "forum.env"
    written.write_text("# comentario\nFORUM_SITE_NAME='Del archivo'\nFORUM_LANGUAGE=gl\n")
    settings = read_settings({"FORUM_CONFIG": str(written), "FORUM_LANGUAGE": "ca"})
    assert (settings.site_name, settings.language, settings.timezone) == (
        "Del archivo",
        "ca",
        "Europe/Madrid",
    )
    sources = {name: settings.sources[name] for name in ("SITE_NAME", "LANGUAGE", "TIMEZONE")}
    assert sources == {"SITE_NAME": "file", "LANGUAGE": "environment", "TIMEZONE": "default"}


def test_what_follows_from_other_settings(tmp_path):
    settings = read_settings({"FORUM_DATA_DIR": str(tmp_path), "HOST": "127.0.0.2", "PORT": "81"})
    assert settings.base_url == "http://127.0.0.2:81"
    assert settings.database_url == f"sqlite:///{tmp_path}/forum.db"
    assert settings.search == "whoosh"
    assert settings.mail_from == "foro@127.0.0.2"


@pytest.mark.long
def test_the_command_line_stops_with_one_line_and_no_traceback():
    done = subprocess.run(
        [sys.executable, "-m", "forum", "settings"],
        cwd=ROOT,
        env={"FORUM_LANGUAGE": "fr", "PATH": ""},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "FORUM_LANGUAGE" in done.stderr
