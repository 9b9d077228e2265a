"""What a message wants, however it says so.

Read only of a message that was found against: nothing here decides a level, it says what is asked, with its words. So
the patterns may be as wide as people's ways of saying it; those of ``ask_rules.py`` decide, and are narrow.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from tocsin.charter import compiled_tables
from tocsin.charter.items import ITEMS
from tocsin.evidence.finding_stance import denies_last
from tocsin.evidence.fold import fold_text
from tocsin.evidence.model import Evidence, ItemRequest
from tocsin.evidence.term_search import blank_signs
from tocsin.evidence.utterances import find_passage
from tocsin.message.model import Message

_MOST: Final = 6_000
"""Characters in which it is looked for."""
_REACH: Final = 120
"""Characters before it in which it may be denied."""
_WORDS: Final = (
    "(?:un|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quinze|seize|vingt|trente|quarante|cinquante"
    "|soixante|cent|cents|mille|one|two|three|five|ten|twenty|thirty|fifty|hundred|thousand)"
)
_SUM: Final = (
    r"(?:[0-9]{1,3}(?:\x20?[0-9]{3})?(?:\x20[0-9]{1,2})?\x20{0,2}(?:e|eur|euro|euros|balles)"
    rf"|{_WORDS}(?:\x20{_WORDS}){{0,5}}\x20(?:euro|euros|balles))"
)
_ANY_SUM: Final = re.compile(rf"\b(?:{_SUM}|(?:eur|euro|euros) {{1,2}}[0-9]{{2,4}})\b")
_OWED: Final = re.compile(
    r"\b(?:rembours\w*|trop (?:percu|verse|paye)|indemn\w*|revient|prime|aide|allocation|credit\w*|gagn\w*|refund|owe|owed"
    r"|reembols\w*|rimbors\w*|ruckerstattung|toucher|recevoir|beneficier)\b"
)
"""Words by which a sum is one that the reader is promised."""
OTHER_WANTS: Final = {"remote": "remote_access", "attachment": "attachment", "callback": "unknown_callback"}
"""What is wanted and is no item -> kind of reason."""


@cache
def _compile_wants() -> tuple[tuple[str, re.Pattern[str]], ...]:
    table = compiled_tables.get_table("lexicon/wants")
    parts = table["parts"] | {"sum": _SUM}
    return tuple(
        (name, re.compile(rf"\b(?:{'|'.join(_spell(str(p), parts) for p in patterns)})\b"))
        for name, patterns in table["wants"].items()
    )


def _spell(pattern: str, parts: dict[str, str]) -> str:
    for name, part in parts.items():
        pattern = pattern.replace(f"{{{name}}}", part)
    return re.sub(r"\((?!\?)", "(?:", pattern).replace(" ", " {1,3}")


def find_wants(message: Message) -> Iterator[tuple[str, Evidence]]:
    """What the text wants: kind of reason and where, each kind once; not what it denies, nor what the person answers."""
    text = message.text[:_MOST]
    folded = fold_text(text)
    if len(folded) != len(text):
        return
    plain = blank_signs(folded.replace("\x05", "e"))
    seen: set[str] = set()
    for name, pattern in _compile_wants():
        kind = OTHER_WANTS.get(name) or ITEMS[name].kind
        if kind in seen:
            continue
        for match in pattern.finditer(plain):
            start, end = match.span()
            passage = find_passage(message.passages, start, end)
            if name == "payment" and _OWED.search(plain, start, end):
                continue
            if (passage and passage.kind == "reply") or denies_last(text[max(0, start - _REACH) : start]):
                continue
            seen.add(kind)
            about = ItemRequest(name, manner="wanted") if name in ITEMS else None
            yield kind, Evidence("named", name, start, end, text[start:end], about=about)
            break
    kind = ITEMS["payment"].kind
    if kind not in seen and (sums := _ANY_SUM.search(plain)) and not _OWED.search(plain):
        start, end = sums.span()
        yield kind, Evidence("named", "payment", start, end, text[start:end], about=ItemRequest("payment"))
