"""Somebody with cookies, who fills in forms and calls JSON interfaces as a page's scripts do."""

import json
import re
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from typing import Any
from urllib.parse import urlencode

from bench.reading import Unmoved

PATIENCE = 120.0  # seconds


@dataclass
class Browser:
    """A guest of one site, until signed in."""

    url: str
    jar: CookieJar = field(default_factory=CookieJar)

    def reach(
        self, path: str, data: bytes | None = None, headers: dict[str, str] | None = None
    ) -> tuple[str, str]:
        """The page at the end of the redirects, and its path. Raises RuntimeError where it is not 2xx."""
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))
        request = urllib.request.Request(self.url + path, data, headers or {})
        try:
            with opener.open(request, timeout=PATIENCE) as answer:
                return answer.read().decode(), answer.geturl().removeprefix(self.url)
        except urllib.error.HTTPError as refused:
            why = refused.read().decode(errors="replace")[:300]
            raise RuntimeError(f"{path} answers {refused.code}: {why}") from refused

    def ask(self, path: str, data: bytes | None = None, headers: dict[str, str] | None = None) -> str:
        """The page at the end of the redirects."""
        return self.reach(path, data, headers)[0]

    def send(self, path: str, page: str, **fields: str) -> str:
        """Send a form that `page` shows, with its token; what is answered. A redirect is not followed."""
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
        if token is None:
            raise RuntimeError(f"no token in the form for {path}")
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar), Unmoved)
        data = urlencode({"csrf_token": token[1], **fields}).encode()
        with opener.open(self.url + path, data, timeout=PATIENCE) as answer:
            said: str = answer.read().decode()
        return said

    def call(self, path: str, said: dict[str, Any], token: str) -> str:
        """Call a JSON interface with the token that a cookie of this name holds."""
        held = next(cookie.value for cookie in self.jar if cookie.name == token)
        headers = {"Content-Type": "application/json", "X-CSRFToken": held or ""}
        return self.ask(path, json.dumps(said).encode(), headers)

    @property
    def cookies(self) -> dict[str, str]:
        """The header that says who asks."""
        return {"Cookie": "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.jar)}
