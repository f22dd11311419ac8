"""The settings: read once, checked, typed. CONTRACT: names and defaults are public interface."""

import os
import re
import zoneinfo
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlsplit

ROOT = Path(__file__).parent
BUCKET = re.compile(
    r"s3://(?:(?P<key>[^\s:/?#@]+):(?P<secret>[^\s/?#@]+)@)?"
    r"(?P<name>[a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\?(?P<asked>[^\s#@]*))?"
)
FORMER_BUCKET = re.compile(r"s3://[^/?#]+/[^/?#@]+/?(\?.*)?")  # the host before the name
BUCKET_FORM = "s3://BUCKET?endpoint=https://host:port&region=eu-south-2, or s3://KEY:SECRET@BUCKET?endpoint=…"
LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
ENDPOINT = re.compile(
    rf"https?://(?:{LABEL}(?:\.{LABEL})*|\[[0-9a-fA-F:.]+\])(?::[0-9]+)?(?:/[A-Za-z0-9._~/-]*)?"
)
REGION = re.compile(r"[a-z0-9-]+")
LANGUAGES = ("es", "ca", "gl", "eu", "en")


class SettingError(ValueError):
    """A setting that cannot be: one line that names the variable and says what it takes."""


@dataclass(frozen=True)
class Settings:
    """What the operator chose. `sources` tells where each value came from: default, file, environment."""

    data_dir: Path
    database_url: str
    replica_url: str
    redis_url: str
    search: str
    secret_key: str
    base_url: str
    trusted_proxies: int
    mail_url: str
    mail_from: str
    files_url: str
    rate_limits: bool
    site_name: str
    language: str
    timezone: str
    page_cache: int
    sources: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Bucket:
    """A bucket: Amazon's where it has no endpoint; botocore finds a key where it has none."""

    name: str
    endpoint: str | None
    region: str
    key: str | None = None
    secret: str | None = field(default=None, repr=False)


def one_of(*values: str) -> Callable[[str], str]:
    """A reader that takes one of `values`."""

    def read(text: str) -> str:
        if text not in values:
            raise ValueError(f"one of {', '.join(filter(None, values))}")
        return text

    return read


def database_url(text: str) -> str:
    """The address of the database, or nothing: then SQLite in the data folder."""
    if text and not text.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise ValueError("postgresql+psycopg://user:password@host/name, or sqlite:///path")
    return text


def replica_url(text: str) -> str:
    """The address of a replica of the database, or nothing."""
    if text and not text.startswith("postgresql+psycopg://"):
        raise ValueError("nothing, or postgresql+psycopg://user:password@host/name")
    return text


def split(text: str, form: str) -> SplitResult:
    """The parts of an address. ValueError says its `form`, and nothing of what was given, secrets too."""
    try:
        return urlsplit(text)
    except ValueError:
        raise ValueError(form) from None


def web_address(text: str) -> str:
    """An address of the web, without the slash at its end."""
    form = "an address such as https://sede.example/foro"
    parts = split(text, form)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise ValueError(form)
    return text.rstrip("/")


def mail_url(text: str) -> str:
    """Where mail goes: files in the data folder, or a server."""
    form = "file:, smtp://user:password@host:port or smtps://…"
    parts = split(text, form)
    if parts.scheme not in ("file", "smtp", "smtps") or (parts.scheme != "file" and not parts.hostname):
        raise ValueError(form)
    return text


def mail_address(text: str) -> str:
    """A mail address, as far as its shape goes."""
    name, _, host = text.rpartition("@")
    if not name or not host or any(char.isspace() for char in text):
        raise ValueError("a mail address such as foro@ayuntamiento.example")
    return text


def redis_url(text: str) -> str:
    """The address of Redis, or nothing: then files in the data folder."""
    form = "redis://host:port/number"
    if text and split(text, form).scheme not in ("redis", "rediss", "unix"):
        raise ValueError(form)
    return text


def files_url(text: str) -> str:
    """The address of a bucket in an S3-compatible store, or nothing: then the data folder."""
    if text:
        bucket(text)
    return text


def bucket(text: str) -> Bucket:
    """The bucket at an address. Raises ValueError, which tells no secret."""
    if FORMER_BUCKET.fullmatch(text):
        raise ValueError(f"{BUCKET_FORM}: the host no longer stands before the bucket")
    found = BUCKET.fullmatch(text)
    pairs = parse_qsl(found["asked"] or "", keep_blank_values=True) if found else []
    asked = dict(pairs)
    if unknown := sorted(asked.keys() - {"endpoint", "region"}):
        raise ValueError(f"endpoint and region, not {quote(unknown[0])}")
    region = asked.get("region", "us-east-1")
    if not found or len(asked) < len(pairs) or not REGION.fullmatch(region):
        raise ValueError(f"nothing, or {BUCKET_FORM}; in KEY and SECRET, / is %2F and @ is %40")
    key, secret = (unquote(part) if part else None for part in found.group("key", "secret"))
    return Bucket(found["name"], endpoint(asked.get("endpoint")), region, key, secret)


def endpoint(text: str | None) -> str | None:
    """The address of a store, by https unless it says http; None is Amazon's. Raises ValueError."""
    if text is None:
        return None
    address = text if "://" in text else f"https://{text}"
    if not is_endpoint(address):
        raise ValueError("an endpoint such as https://s3.example:9000")
    return address


def is_endpoint(address: str) -> bool:
    """Whether a store may be there: a host, its port and path, and nobody who signs in."""
    try:
        return bool(ENDPOINT.fullmatch(address)) and urlsplit(address).port != 0
    except ValueError:
        return False


def up_to(most: int, what: str) -> Callable[[str], int]:
    """A reader that takes a number from 0 to `most`; `what` says so."""

    def read(text: str) -> int:
        if not text.isdecimal() or int(text) > most:
            raise ValueError(what)
        return int(text)

    return read


def switch(text: str) -> bool:
    """Whether it is on."""
    return one_of("on", "off")(text) == "on"


def timezone(text: str) -> str:
    """The name of a time zone that this machine knows."""
    try:
        zoneinfo.ZoneInfo(text)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        raise ValueError("a time zone such as Europe/Madrid") from None
    return text


def some_text(text: str) -> str:
    """A name of 1 to 60 characters."""
    if not text.strip() or len(text) > 60:
        raise ValueError("a name of 1 to 60 characters")
    return text.strip()


def secret(text: str) -> str:
    """A secret of at least 32 characters, or nothing."""
    if text and len(text) < 32:
        raise ValueError("at least 32 characters chosen at random, or nothing: then one is made and kept")
    return text


# name in the environment (without FORUM_) → default and reader
TABLE: dict[str, tuple[str, Callable[[str], object]]] = {
    "DATA_DIR": ("instance", lambda text: Path(text).absolute()),
    "DATABASE_URL": ("", database_url),
    "REPLICA_URL": ("", replica_url),
    "REDIS_URL": ("", redis_url),
    "SEARCH": ("", one_of("", "whoosh", "postgres")),
    "SECRET_KEY": ("", secret),
    "BASE_URL": ("", lambda text: web_address(text) if text else ""),
    "TRUSTED_PROXIES": ("0", up_to(10, "a number from 0 to 10")),
    "MAIL_URL": ("file:", mail_url),
    "MAIL_FROM": ("", lambda text: mail_address(text) if text else ""),
    "FILES_URL": ("", files_url),
    "RATE_LIMITS": ("on", switch),
    "SITE_NAME": ("Tertulia", some_text),
    "LANGUAGE": ("es", one_of(*LANGUAGES)),
    "TIMEZONE": ("Europe/Madrid", timezone),
    "PAGE_CACHE": ("32", up_to(4096, "megabytes in each web process, from 0 (none) to 4096")),
}
SECRETS = {"SECRET_KEY", "DATABASE_URL", "REPLICA_URL", "REDIS_URL", "MAIL_URL", "FILES_URL"}


def read_settings(environ: Mapping[str, str] = os.environ) -> Settings:
    """The effective settings: environment, else the file that FORUM_CONFIG names, else the default.

    Raises SettingError for a wrong value, a misspelt name or a file that cannot be read.
    """
    written = settings_file(environ.get("FORUM_CONFIG", ""))
    known = {f"FORUM_{name}" for name in TABLE}
    for name in [*written, *environ]:
        if name.startswith("FORUM_") and name not in known | {"FORUM_CONFIG", "FORUM_TEST_DATA"}:
            raise SettingError(f"{name} is not a setting; there are {', '.join(sorted(known))}")
    values, sources = {}, {}
    for name, (default, read) in TABLE.items():
        full = f"FORUM_{name}"
        sources[name] = "environment" if full in environ else "file" if full in written else "default"
        values[name.lower()] = checked(full, environ.get(full, written.get(full, default)), read)
    return with_derived(values, environ, sources)


def checked(name: str, text: str, read: Callable[[str], object]) -> object:
    """`text` as `read` takes it, or SettingError."""
    try:
        return read(text)
    except ValueError as wrong:
        shown = "what it is" if name.removeprefix("FORUM_") in SECRETS else f"«{text}»"
        raise SettingError(f"{name} cannot be {shown}: it takes {wrong}") from None


def with_derived(values: dict[str, object], environ: Mapping[str, str], sources: dict[str, str]) -> Settings:
    """The settings, with the defaults that follow from others filled in."""
    host, port = environ.get("HOST", "127.0.0.1"), environ.get("PORT", "8000")
    values["base_url"] = values["base_url"] or f"http://{host}:{port}"
    values["database_url"] = values["database_url"] or f"sqlite:///{values['data_dir']}/forum.db"
    on_sqlite = str(values["database_url"]).startswith("sqlite:")
    values["search"] = values["search"] or ("whoosh" if on_sqlite else "postgres")
    if values["search"] == "postgres" and on_sqlite:
        raise SettingError("FORUM_SEARCH cannot be «postgres» on SQLite: it takes whoosh there")
    if values["replica_url"] and (on_sqlite or values["replica_url"] == values["database_url"]):
        raise SettingError("FORUM_REPLICA_URL cannot be what it is: it takes a replica of FORUM_DATABASE_URL")
    values["mail_from"] = values["mail_from"] or f"foro@{urlsplit(str(values['base_url'])).hostname}"
    return Settings(**values, sources=sources)  # type: ignore[arg-type]


def settings_file(path: str) -> dict[str, str]:
    """The NAME=value lines of the file at `path`; none if `path` is empty."""
    if not path:
        return {}
    try:
        lines = Path(path).read_text(encoding="utf-8").splitlines()
    except OSError as failure:
        raise SettingError(f"FORUM_CONFIG cannot be «{path}»: {failure.strerror}") from None
    pairs = (line.partition("=") for line in lines if line.strip() and not line.lstrip().startswith("#"))
    return {name.strip(): value.strip().strip("\"'") for name, _, value in pairs}
