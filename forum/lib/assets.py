"""Static files under names that hold their content's hash, so that browsers may keep them for good.

The style sheets of static/css become one file, as do the modules of static/js: a page asks for two.
"""

import gzip
import hashlib
import mimetypes
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from flask import Flask, Response, abort, request, url_for

LAYERS = ("app", "tokens", "reset", "base", "layout")  # the style sheets that come first, in this order
FOREVER = "public, max-age=31536000, immutable"
A_WHILE = "public, max-age=3600"
TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}


@dataclass(frozen=True)
class Asset:
    """A file as it is sent."""

    name: str
    body: bytes

    @cached_property
    def hashed(self) -> str:
        """Its name with its hash: `app.css` is `app-1f2e3d4c5b6a.css`."""
        stem, dot, ending = self.name.rpartition(".")
        return f"{stem}-{hashlib.sha256(self.body).hexdigest()[:12]}{dot}{ending}"

    @cached_property
    def type(self) -> str:
        ending = Path(self.name).suffix
        return TYPES.get(ending) or mimetypes.guess_type(self.name)[0] or "application/octet-stream"

    @cached_property
    def gzipped(self) -> bytes:
        return gzip.compress(self.body, 9, mtime=0)


class Assets:
    """The site's static files, read once."""

    def __init__(self, folder: Path) -> None:
        single = (
            path for path in folder.rglob("*") if path.is_file() and path.parent.name not in ("css", "js")
        )
        found = [Asset(path.relative_to(folder).as_posix(), path.read_bytes()) for path in sorted(single)]
        found += [Asset("app.css", styles(folder / "css")), Asset("app.js", scripts(folder / "js"))]
        self.by_name = {asset.name: asset for asset in found}
        self.by_hash = {asset.hashed: asset for asset in found}

    def url(self, name: str) -> str:
        """The address of a file, good for ever. Raises KeyError for one that is not there."""
        return url_for("static_file", name=self.by_name[name].hashed)

    def answer(self, name: str) -> Response:
        """The file under its hashed or its plain name, zipped if the browser can take that; else 404."""
        asset = self.by_hash.get(name) or self.by_name.get(name)
        if asset is None:
            abort(404)
        zipped = "gzip" in request.accept_encodings and not asset.type.startswith("image/png")
        response = Response(asset.gzipped if zipped else asset.body, mimetype=asset.type)
        response.headers["Cache-Control"] = FOREVER if name in self.by_hash else A_WHILE
        response.vary.add("Accept-Encoding")
        if zipped:
            response.headers["Content-Encoding"] = "gzip"
        response.set_etag(asset.hashed)
        return response.make_conditional(request)


def styles(folder: Path) -> bytes:
    """The style sheets as one, the layers' order first, without comments and needless spaces."""
    paths = {path.stem: path for path in sorted(folder.glob("*.css"))}
    ordered = [paths.pop(name) for name in LAYERS if name in paths] + list(paths.values())
    text = "\n".join(path.read_text(encoding="utf-8") for path in ordered)
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    return re.sub(r"\s*\n\s*", "\n", text).strip().encode()


def scripts(folder: Path) -> bytes:
    """The modules as one, each in a block of its own, so that their names don't meet."""
    modules = (path.read_text(encoding="utf-8").strip() for path in sorted(folder.glob("*.js")))
    return "\n".join(f"{{\n{module}\n}}" for module in modules).encode()


def init_assets(app: Flask) -> None:
    """Serve the static files, and give templates `asset(name)`."""
    assets = Assets(Path(app.root_path) / "static")
    app.add_url_rule("/static/<path:name>", "static_file", assets.answer)
    app.jinja_env.globals["asset"] = assets.url
