"""Patterns of names, addresses of mail and networks: what they may be, and what they match.

`*` is any characters or none; there is nothing else to say, so that no pattern can run away. A network is one
address, or a block such as 192.0.2.0/24.
"""

from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

from flask_babel import lazy_gettext as _l

from forum.accounts.identity import username_key
from forum.lib.alike import skeleton
from forum.lib.refusals import Invalid

LEAST = 3  # letters that a pattern with a wildcard must say
WIDEST = {4: 8, 6: 20}  # bits of the widest block


class BadPattern(Invalid):
    message = _l("Este patrón no sirve.")


class NoNetwork(BadPattern):
    message = _l("Escribe una dirección de red, como 192.0.2.7, o un bloque, como 192.0.2.0/24.")


class TooBroad(BadPattern):
    message = _l("Coincidiría con casi todo: di al menos tres letras, o un bloque más pequeño.")


def tidied(kind: str, pattern: str) -> str:
    """A pattern as it is kept. Raises BadPattern where it says nothing, or matches nearly everybody."""
    if kind == "network":
        return str(network_of(pattern))
    if kind == "name":
        return broad_enough(username_key(pattern), pattern)
    text = pattern.strip().casefold()
    whole = text if "@" in text else f"*@{text}"
    name, _, host = whole.rpartition("@")
    return broad_enough(whole, name + (host.rpartition(".")[0] or host))


def broad_enough(pattern: str, telling: str) -> str:
    """The pattern, unless the part of it that tells one from another says too little."""
    letters = sum(char.isalnum() for char in telling)
    if not letters or ("*" in pattern and letters < LEAST):
        raise TooBroad(field="pattern")
    return pattern


def network_of(text: str) -> IPv4Network | IPv6Network:
    """A network as it was typed. Raises NoNetwork, TooBroad."""
    try:
        found = ip_network(text.strip(), strict=False)
    except ValueError:
        raise NoNetwork(field="pattern") from None
    if found.prefixlen < WIDEST[found.version]:
        raise TooBroad(field="pattern")
    return found


def matches(kind: str, pattern: str, value: str) -> bool:
    """Whether a kept pattern matches a username, an address of mail, or the address of a request."""
    if kind == "network":
        return in_network(pattern, value)
    if kind == "mail":
        return globbed(pattern, value.casefold())
    told = skeleton(pattern, keep="*")
    alike = globbed(told, skeleton(value)) or globbed(told, skeleton(value, spelt=True))
    return alike or globbed(pattern, username_key(value))


def in_network(pattern: str, address: str) -> bool:
    """Whether an address is in a network. One of version 4 that came by version 6 counts as itself."""
    try:
        found = ip_address(address)
    except ValueError:
        return False
    return (getattr(found, "ipv4_mapped", None) or found) in ip_network(pattern)


def globbed(pattern: str, text: str) -> bool:
    """Whether `text` is the pattern. Each part is looked for once, leftmost: enough for wildcards."""
    first, *rest = pattern.split("*")
    if not rest:
        return text == first
    *middle, last = rest
    place = len(first)
    if not text.startswith(first):
        return False
    for part in middle:
        found = text.find(part, place)
        if found < 0:
            return False
        place = found + len(part)
    return text.endswith(last) and len(text) - len(last) >= place
