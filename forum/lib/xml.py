"""Text for XML."""

import re

FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str) -> str:
    """`text` without the characters that XML 1.0 cannot hold (its section 2.2)."""
    return FORBIDDEN.sub("", text)
