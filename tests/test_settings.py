"""Settings are read once, checked and typed; a wrong one stops the start with one line."""

import subprocess
import sys

import pytest

from config import ROOT, Bucket, SettingError, bucket, read_settings


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("FORUM_BASE_URL", "sede.example"),
        ("FORUM_DATABASE_URL", "mysql://host/x"),
        ("FORUM_FILES_URL", "ftp://host"),
        ("FORUM_FILES_URL", "cubo?endpoint=https://s3.example"),
        ("FORUM_FILES_URL", "s3://"),
        ("FORUM_FILES_URL", "s3://Cubo"),
        ("FORUM_FILES_URL", "s3://cubo\n"),
        ("FORUM_FILES_URL", "s3://llave@cubo"),
        ("FORUM_FILES_URL", "s3://llave:@cubo"),
        ("FORUM_FILES_URL", "s3://:secreto@cubo"),
        ("FORUM_FILES_URL", "s3://cubo?region="),
        ("FORUM_FILES_URL", "s3://cubo?region=eu&region=us"),
        ("FORUM_FILES_URL", "s3://cubo?endpoint="),
        ("FORUM_FILES_URL", "s3://cubo?endpoint=ftp://s3.example"),
        ("FORUM_FILES_URL", "s3://cubo?endpoint=https://"),
        ("FORUM_FILES_URL", "s3://cubo?endpoint=https://a..b"),
        ("FORUM_FILES_URL", "s3://cubo?endpoint=https://[::g]"),
        ("FORUM_FILES_URL", "s3://cubo?endpoint=https://[:::]"),
        ("FORUM_FILES_URL", "s3://cubo?endpoint=s3.example:puerto"),
        ("FORUM_FILES_URL", "s3://cubo?endpoint=s3.example:0"),
        ("FORUM_FILES_URL", "s3://cubo?endpoint=s3.example:65536"),
        ("FORUM_FILES_URL", "s3://cubo?endpoint=https://s3.example/?x=y"),
        ("FORUM_FILES_URL", "s3://cubo?endpoint=https%3A%2F%2Fllave%3Asecreto%40s3.example"),
        ("FORUM_FILES_URL", "s3://cubo#trozo"),
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
        ("FORUM_FILES_URL", "s3://ana:clave@s3.example/cubo"),
        ("FORUM_FILES_URL", "s3://ana:clave/con+barra@cubo"),
        ("FORUM_FILES_URL", "s3://ana:la?clave@cubo?endpoint=https://s3.example"),
        ("FORUM_FILES_URL", "s3://ana:la?clave=@cubo"),
        ("FORUM_FILES_URL", "s3://ana:la\u2100clave@Cubo"),
        ("FORUM_FILES_URL", "s3://cubo?endpoint=https://ana:clave@s3.example"),
        ("FORUM_FILES_URL", "s3://ana:[clave@cubo/"),
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
    ("url", "endpoint", "region"),
    [
        ("s3://cubo", None, "us-east-1"),
        ("s3://cubo?region=eu-south-2", None, "eu-south-2"),
        (
            "s3://cubo?endpoint=https://s3.example:9000&region=eu-south-2",
            "https://s3.example:9000",
            "eu-south-2",
        ),
        ("s3://cubo?region=eu&endpoint=http://127.0.0.1:9000", "http://127.0.0.1:9000", "eu"),
        ("s3://cubo?endpoint=https%3A%2F%2Fs3.example%3A9000", "https://s3.example:9000", "us-east-1"),
        ("s3://cubo?endpoint=s3.example:9000", "https://s3.example:9000", "us-east-1"),
        ("s3://cubo?endpoint=S3.example", "https://S3.example", "us-east-1"),
        ("s3://cubo?endpoint=[::1]:9000", "https://[::1]:9000", "us-east-1"),
        (
            "s3://cubo?endpoint=https://s3.example/storage/v1/s3/",
            "https://s3.example/storage/v1/s3/",
            "us-east-1",
        ),
    ],
)
def test_a_bucket_lies_at_an_endpoint_or_else_with_amazon(url, endpoint, region):
    assert read_settings({"FORUM_FILES_URL": url}).files_url == url
    assert bucket(url) == Bucket("cubo", endpoint, region)


def test_the_key_of_a_bucket_may_stand_before_its_name():
    url = "s3://lla%40ve:se%2Fcre%2Bto+@cubo.de.fotos?endpoint=http://127.0.0.1:9000"
    assert read_settings({"FORUM_FILES_URL": url}).files_url == url
    read = bucket(url)
    assert read == Bucket(
        "cubo.de.fotos", "http://127.0.0.1:9000", "us-east-1", key="lla@ve", secret="se/cre+to+"
    )
    assert "cre" not in repr(read)


@pytest.mark.parametrize("name", ["acl", "tls", "Endpoint", "a%0Ab"])
def test_what_an_address_of_a_bucket_does_not_take_is_named(name):
    with pytest.raises(SettingError, match=f"FORUM_FILES_URL .*, not {name}$"):
        read_settings({"FORUM_FILES_URL": f"s3://cubo?endpoint=https://s3.example&{name}=x"})


@pytest.mark.parametrize(
    "url",
    [
        "s3://llave:secreto@s3.example:9000/cubo?region=eu-south-2&tls=on",
        "s3://llave:secreto@s3.example:9000/cubo",
        "s3://s3.eu-south-2.amazonaws.com/cubo?region=eu-south-2",
        "s3://[::1]:9000/cubo.de.fotos?tls=off",
    ],
)
def test_the_former_address_of_a_bucket_is_refused_with_how_to_write_it_now(url):
    with pytest.raises(SettingError, match=r"s3://BUCKET\?endpoint=https://.* no longer") as refused:
        read_settings({"FORUM_FILES_URL": url})
    assert "secreto" not in str(refused.value)


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


@pytest.mark.parametrize("name", ["FORUM_MAIL_URL", "FORUM_REDIS_URL"])
def test_an_address_that_cannot_be_read_is_refused_without_its_secret(name):
    with pytest.raises(SettingError) as refused:
        read_settings({name: "redis://ana:secreto\u2100@host"})
    assert name in str(refused.value)
    assert "secreto" not in str(refused.value)
