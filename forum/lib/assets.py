"""Static files under names that hold their content's hash, so that browsers may keep them for good.

The style sheets that static/css/app.css imports become one file, as do the modules of static/js: a page
asks for two. They are built at the start into the data folder, zipped beside, and WhiteNoise serves them.
"""

import gzip
import hashlib
import os
import re
from pathlib import Path
from wsgiref.headers import Headers

from flask import Flask
from whitenoise import WhiteNoise  # type: ignore[import-untyped]

from forum.lib.headers import HEADERS

A_WHILE = 3600  # seconds that a browser may keep a file asked for by its plain name
IMPORT = re.compile(r'@import "([\w-]+\.css)";')
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
HASHED = re.compile(r"-[0-9a-f]{12}\.\w+")


def styles(folder: Path) -> bytes:
    """app.css with the files that it imports in their places, without comments and indentation."""
    order = (folder / "app.css").read_text("utf-8")
    text = IMPORT.sub(lambda found: (folder / found[1]).read_text("utf-8"), order)
    return re.sub(r"\s*\n\s*", "\n", COMMENT.sub("", text)).strip().encode()


def scripts(folder: Path) -> bytes:
    """The modules as one, each in a block of its own so that names don't meet. None imports another."""
    modules = (path.read_text("utf-8").strip() for path in sorted(folder.glob("*.js")))
    return "\n".join(f"{{\n{module}\n}}" for module in modules).encode()


def bundled(source: Path) -> dict[str, bytes]:
    """The files as they are sent, by plain name: `source` holds pictures, css/ and js/."""
    pictures = {path.name: path.read_bytes() for path in source.glob("*.svg")}
    return pictures | {"app.css": styles(source / "css"), "app.js": scripts(source / "js")}


def build(source: Path, target: Path) -> dict[str, str]:
    """Put the files of `source` into `target` under hashed names, which are given by plain name."""
    target.mkdir(parents=True, exist_ok=True)
    names = {}
    for name, body in bundled(source).items():
        stem, _, ending = name.rpartition(".")
        names[name] = f"{stem}-{hashlib.sha256(body).hexdigest()[:12]}.{ending}"
        keep(target / names[name], body)
        keep(target / f"{names[name]}.gz", gzip.compress(body, mtime=0))
    return names


def keep(path: Path, body: bytes) -> None:
    """Write a file whole, unless it is there: several processes may be starting."""
    if path.exists():
        return
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    unfinished.write_bytes(body)
    unfinished.replace(path)


def is_hashed(path: str, url: str) -> bool:
    """Whether the name asked for says what the file holds."""
    return HASHED.search(url) is not None


def add_headers(headers: Headers, path: str, url: str) -> None:
    """Give a static file the headers that every answer carries."""
    for name, value in HEADERS.items():
        headers[name] = value


def init_assets(app: Flask) -> None:
    """Serve the static files under hashed and plain names, and give templates `asset(name)`."""
    folder = app.config["DATA_DIR"] / "static"
    names = build(Path(app.root_path) / "static", folder)
    server = WhiteNoise(
        app.wsgi_app,
        max_age=A_WHILE,
        allow_all_origins=False,
        add_headers_function=add_headers,
        immutable_file_test=is_hashed,
    )
    for root in {"", app.config["APPLICATION_ROOT"].rstrip("/")}:
        for plain, hashed in names.items():
            server.add_file_to_dictionary(f"{root}/static/{plain}", str(folder / hashed))
            server.add_file_to_dictionary(f"{root}/static/{hashed}", str(folder / hashed))
    app.wsgi_app = server  # type: ignore[method-assign]
    app.add_url_rule("/static/<name>", "static_file", build_only=True)
    root = app.config["APPLICATION_ROOT"].rstrip("/")
    app.config["ASSETS"] = {plain: f"{root}/static/{hashed}" for plain, hashed in names.items()}
    app.jinja_env.globals["asset"] = app.config["ASSETS"].__getitem__
