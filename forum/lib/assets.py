"""Static files under names that hold their content's hash, so that browsers may keep them for good.

The style sheets that static/css/app.css imports become one file, as do the modules of static/js: a page
asks for two.
"""

import gzip
import hashlib
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from flask import Flask, Response, abort, request, url_for

FOREVER = "public, max-age=31536000, immutable"
A_WHILE = "public, max-age=3600"
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
IMPORT = re.compile(r'@import "([\w-]+\.css)";')
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


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

    @property
    def type(self) -> str:
        return TYPES[Path(self.name).suffix]

    @cached_property
    def gzipped(self) -> bytes:
        return gzip.compress(self.body, 9, mtime=0)


class Assets:
    """The site's static files, read and bundled once. `folder` holds images, css/ and js/."""

    def __init__(self, folder: Path) -> None:
        images = [Asset(path.name, path.read_bytes()) for path in sorted(folder.glob("*.svg"))]
        bundles = [Asset("app.css", styles(folder / "css")), Asset("app.js", scripts(folder / "js"))]
        self.by_name = {asset.name: asset for asset in images + bundles}
        self.by_hash = {asset.hashed: asset for asset in images + bundles}

    def url(self, name: str) -> str:
        """The address of a file, good for ever. Raises KeyError for one that is not there."""
        return url_for("static_file", name=self.by_name[name].hashed)

    def answer(self, name: str) -> Response:
        """The file under its hashed or its plain name, zipped for those who take that; else 404."""
        asset = self.by_hash.get(name) or self.by_name.get(name)
        if asset is None:
            abort(404)
        zipped = request.accept_encodings.quality("gzip") > 0
        response = Response(asset.gzipped if zipped else asset.body, content_type=asset.type)
        response.headers["Cache-Control"] = FOREVER if name in self.by_hash else A_WHILE
        response.vary.add("Accept-Encoding")
        if zipped:
            response.headers["Content-Encoding"] = "gzip"
        response.set_etag(f"{asset.hashed}{'-gzip' if zipped else ''}")
        response.make_conditional(request)
        return response


def styles(folder: Path) -> bytes:
    """app.css with the files that it imports in their places, without comments and indentation."""
    order = (folder / "app.css").read_text("utf-8")
    text = IMPORT.sub(lambda found: (folder / found[1]).read_text("utf-8"), order)
    return re.sub(r"\s*\n\s*", "\n", COMMENT.sub("", text)).strip().encode()


def scripts(folder: Path) -> bytes:
    """The modules as one, each in a block of its own so that names don't meet. None imports another."""
    modules = (path.read_text("utf-8").strip() for path in sorted(folder.glob("*.js")))
    return "\n".join(f"{{\n{module}\n}}" for module in modules).encode()


def init_assets(app: Flask) -> None:
    """Serve the static files, and give templates `asset(name)`."""
    assets = Assets(Path(app.root_path) / "static")
    app.add_url_rule("/static/<name>", "static_file", assets.answer)
    app.jinja_env.globals["asset"] = assets.url
