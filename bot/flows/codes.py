"""Codes of digits: how they are read out of a text, and the check digit of ten.

Of ten, nine are drawn, and the tenth is Damm's check digit: it finds every single wrong digit and
every two neighbours exchanged, so a slip of the hand never costs a try. Any script's digits are
read (Unicode's own numeric values), grouped in any way.
"""

import re
import unicodedata

_DAMM = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)
LENGTH = 10
SIX = 6
_MARKS = frozenset(("Pd", "Po", "Ps", "Pe", "Cf"))


def check_digit(digits: str) -> str:
    """Return the check digit of drawn digits."""
    interim = 0
    for digit in digits:
        interim = _DAMM[interim][int(digit)]
    return str(interim)


def grouped(code: str) -> str:
    """Return a code as it is printed: 3-3-4."""
    return f"{code[:3]} {code[3:6]} {code[6:]}"


def read_six(text: str) -> str | None:
    """Return the six digits that a text is, in Western digits; None where it is anything else."""
    digits = [letter for letter in text if not letter.isspace() and letter != "-"]
    if len(digits) != SIX or not all(letter.isdecimal() for letter in digits):
        return None
    return "".join(str(int(letter)) for letter in digits)


_LINK = re.compile(r"[A-Za-z0-9_-]{16,64}")


def read_link(text: str) -> str | None:
    """Return what a link on a card carries; None where it cannot be one."""
    return text if _LINK.fullmatch(text) else None


def read_code(text: str) -> str | None:
    """Return the code that a text is, in Western digits; None where it is none."""
    code = ten_digits(text)
    return code if code and check_digit(code[:-1]) == code[-1] else None


# Digits with nothing but marks and room between them, as a code is printed or a number is said.
_GROUP = re.compile(r"\d(?:[\s\-‐-―().,:/\u200e\u200f\u202a-\u202e\u2066-\u2069]*\d)*")


def code_among(text: str) -> str | None:
    """Return the code that stands among words: the only ten digits there, with a right check.

    *My code is 407 193 5866*; whoever counts tries counts it as one.
    """
    if len(text) < LENGTH:
        return None
    groups = ("".join(filter(str.isdecimal, group)) for group in _GROUP.findall(text))
    tens = [group for group in groups if len(group) == LENGTH]
    return read_code(tens[0]) if len(tens) == 1 else None


def ten_digits(text: str) -> str:
    """Return the ten digits that a text is, in Western digits; nothing where it is anything else.

    However they are spaced: whoever counts tries must count whatever would be tried.
    """
    digits = []
    for letter in text:
        digit = unicodedata.digit(letter, None)
        if digit is not None:
            digits.append(str(digit))
        elif not (letter.isspace() or unicodedata.category(letter) in _MARKS):
            return ""
    return "".join(digits) if len(digits) == LENGTH else ""
