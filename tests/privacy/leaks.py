"""Looks for what is personal where it may not stand: in logs, on standard error, in plain columns."""

import re
from collections.abc import Iterable
from datetime import date
from unicodedata import normalize

from tocsin.privacy.identity import fold_name

LEAST = 4
"""A shorter word is found by chance."""


def spellings(secret: str) -> set[str]:
    """The ways in which something personal may be written.

    >>> sorted(spellings("+33639980001"))[:3]
    ['+33639980001', '0033639980001', '06 39 98 00 01']
    """
    found = {secret, secret.lower(), secret.upper(), normalize("NFD", secret), fold_name(secret)}
    if re.fullmatch(r"\+33\d{9}", secret):
        national = "0" + secret[3:]
        pairs = re.findall("..", national)
        found |= {national, secret[1:], "00" + secret[1:], *(sign.join(pairs) for sign in " .-")}
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", secret):
        day = date.fromisoformat(secret)
        found |= {day.strftime("%d/%m/%Y"), day.strftime("%Y%m%d"), day.strftime("%d-%m-%Y")}
    return {one for one in found if len(one) >= LEAST}


def leaks(text: str | bytes, secrets: Iterable[str]) -> dict[str, str]:
    """Secret -> where it stands, with what is around it; empty where the text tells nothing."""
    said = text if isinstance(text, str) else text.decode("utf-8", "replace")
    said = re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), said)
    found = {}
    for secret in secrets:
        for spelling in spellings(secret):
            if (at := said.find(spelling)) >= 0:
                found[secret] = said[max(at - 40, 0) : at + len(spelling) + 40]
    return found


def assert_no_leak(text: str | bytes, secrets: Iterable[str]) -> None:
    """Fails with the places where something personal stands."""
    found = leaks(text, secrets)
    assert not found, "\n".join(f"{secret!r} stands in: …{where}…" for secret, where in found.items())
