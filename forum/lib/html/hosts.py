"""Which hosts an address may name (WHATWG URL, section 3): those that a browser would look up as written."""

import re
import unicodedata
from ipaddress import AddressValueError, IPv4Address, IPv6Address

SITE = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[^\[\]:]+)(?::([0-9]{0,5}))?")
FORBIDDEN = re.compile(r"""[\x00-\x20"#%/:<>?@\[\\\]^`{|}\x7f\u2024-\u2026\ufffd]""")
NUMBER = re.compile("[0-9]+|0x[0-9a-f]*")
LONGEST, LAST_PORT = 253, 65_535
ENCODED = "xn--"


def is_site(text: str) -> bool:
    """Whether `text` is a host with or without a port; with a name before it, it would mislead."""
    found = SITE.fullmatch(text)
    return found is not None and int(found[2] or 0) <= LAST_PORT and is_host(found[1])


def is_host(host: str) -> bool:
    """Whether a host is a domain, or an IP address in its usual form."""
    try:
        if host.startswith("["):
            return bool(IPv6Address(host[1:-1]))
        domain = ascii_domain(host)
        *_, last = labels = domain.removesuffix(".").split(".")
        if NUMBER.fullmatch(last):
            return bool(IPv4Address(domain))
        return all(is_label(label) for label in labels)
    except (UnicodeError, AddressValueError):
        return False


def ascii_domain(host: str) -> str:
    """A domain as it is looked up. Raises UnicodeError for what is none."""
    if len(host) > LONGEST or FORBIDDEN.search(host):
        raise UnicodeError
    domain = host.encode("idna").decode("ascii").lower()
    if len(domain) > LONGEST or FORBIDDEN.search(domain):
        raise UnicodeError
    return domain


def is_label(label: str) -> bool:
    """Whether what stands between two dots says something that can be seen. Raises UnicodeError."""
    shown = label
    if label.startswith(ENCODED):
        shown = label.removeprefix(ENCODED).encode("ascii").decode("punycode")
        if (
            shown.isascii()
            or FORBIDDEN.search(shown)
            or unicodedata.normalize("NFKC", shown).lower() != shown
        ):
            return False  # nobody can have it: what is looked up is written in small letters, each in one way
    return bool(shown) and shown.isprintable() and not unicodedata.category(shown[0]).startswith("M")
