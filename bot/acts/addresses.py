"""What may be written down as the e-mail address of somebody of staff."""

import re

_SIGN = r"""[^\s@,;:<>()\[\]"\\]"""
_ADDRESS = re.compile(rf"{_SIGN}+@{_SIGN}+\.{_SIGN}+")
MOST = 254
"""RFC 5321, 4.5.3.1.3: a path has 256 octets with its brackets."""


def is_address(text: str) -> bool:
    """Tell whether an e-mail can go there as it is typed: one address, of a host with a dot.

    The signs that RFC 5322 allows in quotes alone are refused; in a heading they would make two
    addresses of one.
    """
    return text.isascii() and len(text) <= MOST and _ADDRESS.fullmatch(text) is not None
