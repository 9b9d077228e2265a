"""Campaigns by what an analyst has in hand: a number, a host, a telephone number, a sender, words of a text.

>>> read_search("hxxps://Améli-Carte[.]example/f?id=7").words
('ameli-carte.example',)
>>> [read_search(typed).words for typed in ("04 65 71 00 12", "+33 4 65 71", "38663")]
[('465710012',), ('46571',), ('38663',)]
"""

import re
from typing import Final

from msgspec import Struct

from tocsin.campaigns.campaign_desk import LISTED
from tocsin.campaigns.report_store import Connection
from tocsin.phone_numbers.dialled_number import NotAPhoneNumber, parse_phone_number
from tocsin.store.queries import query

LONGEST: Final = 200
"""Characters that are looked at."""
MOST_WORDS: Final = 8
_ACCENTED: Final = "àâäáãåçéèêëîïíìôöóòõûüùúÿñÀÂÄÁÃÅÇÉÈÊËÎÏÍÌÔÖÓÒÕÛÜÙÚŸÑ"
_PLAIN: Final = "aaaaaaceeeeiiiiooooouuuuyn" * 2
"""Letter by letter what ``_ACCENTED`` is looked for as."""
_BETWEEN: Final = "[ \u00a0./()-]*"
"""What may stand between the figures of a telephone number."""
_FOLD: Final = str.maketrans(_ACCENTED, _PLAIN)
_ANY_ACCENT: Final = {
    plain: f"[{plain}{''.join(char for char in _ACCENTED if char.translate(_FOLD) == plain)}]"
    for plain in _PLAIN
}
_NUMBER: Final = re.compile(r"(?:n\s*[°º]\s*|#\s*)?(\d{1,17})", re.IGNORECASE)
_ONLY_NUMBER: Final = 3
"""Figures up to which a number alone is that of a campaign: as a part of a text it would be found everywhere."""
_FIGURES: Final = 9
"""Of a French number that every way of writing it has; the index of senders keeps as many."""
_TELEPHONE: Final = re.compile(r"\+?[\d\s.()/-]{5,}")
_LINK: Final = re.compile(r"h(?:tt|xx)ps?://([^/\s?#]+)\S*", re.IGNORECASE)


class CampaignSearch(Struct, frozen=True):
    """What is looked for: a campaign by its number, or texts with all of these words in them or where they lead."""

    number: int | None
    words: tuple[str, ...]
    is_telephone: bool = False
    """The word is figures of a telephone number: what stands between figures does not count."""
    sender: str = ""
    """The whole of it as a sender: the last nine figures of a number, else what was typed in small letters."""


def read_search(typed: str) -> CampaignSearch:
    """What somebody typed, as it is looked for; a defanged link (``hxxps``, ``[.]``) is read as the link."""
    typed = typed[:LONGEST].strip()
    found = _NUMBER.fullmatch(typed)
    number = int(found[1]) if found else None
    if found and (len(found[1]) <= _ONLY_NUMBER or not typed[0].isdecimal()):
        return CampaignSearch(number, ())
    if _TELEPHONE.fullmatch(typed):
        figures = _read_telephone(typed)
        return CampaignSearch(number, (figures,), is_telephone=True, sender=figures[-_FIGURES:])
    text = _LINK.sub(r"\1", typed.replace("[.]", ".").replace("(.)", "."))
    words = dict.fromkeys(text.translate(_FOLD).lower().split())
    return CampaignSearch(number, tuple(words)[:MOST_WORDS], sender=typed.lower())


def find_campaigns(connection: Connection, search: CampaignSearch) -> list[int]:
    """Numbers of the campaigns in which it is found, the latest first; one that became part of another as that one."""
    if search.number is None and not search.words:
        return []
    asked = {
        "number": search.number,
        "patterns": [_write_pattern(word, between=_BETWEEN * search.is_telephone) for word in search.words],
        "sender": search.sender or None,
        "limit": LISTED,
    }
    return [row[0] for row in connection.execute(query("campaigns.search"), asked).fetchall()]


def _write_pattern(word: str, between: str = "") -> str:
    """A word for ``~`` of PostgreSQL, with any accents: taking those of each text away takes twenty times as long.

    >>> _write_pattern("n.é"), _write_pattern("38", "-*")
    ('[nñÑ]\\\\.é', '3-*8')
    """
    return between.join(_ANY_ACCENT.get(char) or re.escape(char) for char in word)


def _read_telephone(typed: str) -> str:
    """The figures of a number, or of a part of one, that every way of writing it has: without 0, +33 or 0033."""
    try:
        written = parse_phone_number(typed).value
    except NotAPhoneNumber:
        written = "".join(char for char in typed if char.isdecimal() or char == "+")
    return re.sub(r"^(?:(?:\+|00)33)?\+?0*", "", written)
