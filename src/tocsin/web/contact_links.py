"""Telephone numbers, mail addresses and sites of advice as links that one touch opens.

Only for what we advise: a number or link of a message is never made easy to open. Which numbers there are is said by
the advice of the charters; a text is searched for those, and for other numbers as they are written in full.
"""

import re
from functools import cache, lru_cache
from typing import Final
from urllib.parse import quote

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from tocsin.charter.loading import list_charter_names, load_charter
from tocsin.charter.schema import AdviceClause
from tocsin.phone_numbers.scanner import normalise_number

MOST_BODY: Final = 1_500
"""Characters of a message that a link hands to the program for SMS or mail: longer links are cut by some."""
_TAKES_BODY: Final = re.compile(r'href="(sms:[0-9+]+|mailto:[^"?]+)"')
"""A link that opens an empty message."""
_SITE: Final = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}")
_ADDRESS: Final = re.compile(rf"[\w.+-]+@{_SITE.pattern}")
_NUMBER: Final = re.compile(r"\+?[0-9][0-9 \u00a0-]*")
_IN_FULL: Final = r"\+[1-9][0-9](?:[ \u00a0.]?[0-9]){7,11}|0[ \u00a0]?[1-9](?:[ \u00a0]?[0-9]{2,3}){3,4}"
"""An international number, or a French one of ten digits."""


def contact_url(contact: str) -> str:
    """What opens a contact: ``tel:``, ``sms:``, ``mailto:`` or a site; empty where nothing does.

    >>> [contact_url(one) for one in ("3646", "0 805 805 817", "ameli.fr (ameliBot)", "your bank")]
    ['tel:3646', 'tel:0805805817', 'https://ameli.fr/', '']
    """
    first = contact.partition(" ")[0]
    if _ADDRESS.fullmatch(contact):
        return f"mailto:{contact}"
    if _SITE.fullmatch(first):
        return f"https://{first}/"
    return _number_url(contact) if _NUMBER.fullmatch(contact) else ""


def _number_url(written: str) -> str:
    digits = re.sub(r"[^0-9+]", "", written)
    if (4 <= len(digits) <= 5 and normalise_number(digits)[1:] != ("phone",)) or digits == "7726":
        return f"sms:{digits}"
    return f"tel:{digits}"


def link_number(written: str) -> SafeString:
    """A number that we advise to ring or to text, as it is written."""
    return format_html('<a class="number" href="{}">{}</a>', _number_url(written), written)


@lru_cache(maxsize=2048)
def link_contacts(text: str, but: str = "") -> SafeString:
    """A text of advice, its numbers made links, but for one."""
    parts: list[SafeString] = []
    done = 0
    for found in _numbers().finditer(text):
        if found[0] == but:
            continue
        parts.append(conditional_escape(text[done : found.start()]))
        parts.append(link_number(found[0]))
        done = found.end()
    return mark_safe("".join((*parts, conditional_escape(text[done:]))))  # each part is escaped


@cache
def _numbers() -> re.Pattern[str]:
    """The numbers that some advice names as its contact, however they are spaced, or any in full."""
    named = {
        clause.contact
        for name in list_charter_names()
        for clause in load_charter(name).clauses
        if isinstance(clause, AdviceClause) and _NUMBER.fullmatch(clause.contact)
    }
    spaced = (re.escape(one).replace(r"\ ", "[ \u00a0]") for one in sorted(named, key=len, reverse=True))
    return re.compile(rf"(?<![0-9+.,])(?:{'|'.join((_IN_FULL, *spaced))})(?![0-9]|[.,][0-9]|[ \u00a0][0-9])")


def fill_report(html: SafeString, body: str) -> SafeString:
    """Advice whose links to report hold the text to report: it is laid out once for many messages, and keeps none of them."""
    if not body:
        return html
    text = quote(body[:MOST_BODY])  # no sign of HTML is left in it

    def write_link(found: re.Match[str]) -> str:
        # An SMS' query begins with an empty part, which one family of telephones wants and the other skips.
        return f'href="{found[1]}{"?&amp;" if found[1].startswith("sms") else "?"}body={text}"'

    return mark_safe(_TAKES_BODY.sub(write_link, html))
