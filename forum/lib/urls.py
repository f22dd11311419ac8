"""Addresses that carry an id and a slug."""

from dataclasses import dataclass

from werkzeug.routing import BaseConverter


@dataclass(frozen=True)
class Key:
    """`12-permuta-de-lugo-a-vigo`: the id decides, the slug is for people."""

    id: int
    slug: str


class KeyConverter(BaseConverter):
    """`<key:thread>` in a route. It also makes addresses of whatever has a `key` attribute."""

    regex = r"[0-9]{1,18}(?:-[a-z0-9-]*)?"

    def to_python(self, value: str) -> Key:
        number, _, slug = value.partition("-")
        return Key(int(number), slug)

    def to_url(self, value: object) -> str:
        return str(getattr(value, "key", value))


class IdConverter(BaseConverter):
    """`<id:post_id>`: a whole number that any database can hold."""

    regex = r"[0-9]{1,18}"

    def to_python(self, value: str) -> int:
        return int(value)
