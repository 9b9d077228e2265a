"""When somebody who wishes to be rung wants it: ``rappelez-moi demain à 18 h`` is a call then, not now."""

import re
from datetime import datetime, time, timedelta
from typing import Final

from tocsin.conversation.reading.day_context import DayContext
from tocsin.conversation.reading.day_mentions import find_day_mentions
from tocsin.conversation.reply_words import split_words

_HOUR: Final = re.compile(r"(?<!\d)([01]?\d|2[0-3])\s?(?:h|heures?)\s?([0-5]\d)?(?![\w\d])", re.IGNORECASE)
_WISH: Final = re.compile(r"\b(?:r?appel\w*|t[ée]l[ée]phon\w*|joindre|call|ring)\b", re.IGNORECASE)
"""The wish: only what is said behind it tells when."""
_PARTS: Final = {
    "matin": 9,
    "midi": 12,
    "aprem": 14,
    "apres": 14,
    "soir": 18,
    "morning": 9,
    "afternoon": 14,
    "evening": 18,
}
_FURTHEST: Final = timedelta(days=7)
_WEEK: Final = timedelta(days=7)


def find_wished_call_time(text: str, now: datetime) -> datetime | None:
    """The moment that a reply asks to be rung at, in the person's own time as ``now`` is; None where it says none.

    A weekday is the next one. An hour that is over is tomorrow's. What lies more than a week ahead is left to
    whoever rings.

    >>> find_wished_call_time("rappelez-moi demain à 18 h", datetime(2021, 3, 4, 9, 0))
    datetime.datetime(2021, 3, 5, 18, 0)
    """
    asked = _WISH.search(text)
    if not asked:
        return None
    behind = text[asked.end() :]
    words = split_words(behind)
    mention = next(iter(find_day_mentions(DayContext(words, now))), None)
    day = mention.day if mention else None
    clock = _HOUR.search(behind)
    part = next((_PARTS[word.folded] for word in words if word.folded in _PARTS), None)
    if clock:
        at = time(int(clock[1]), int(clock[2] or 0))
    elif mention is not None and words[mention.start].folded not in ("aujourd", "today"):
        at = time(part or _PARTS["matin"])
    else:
        return None
    wished = datetime.combine(day or now.date(), at)
    if wished <= now:
        wished += _WEEK if day is not None and day < now.date() else timedelta(days=1)
    return wished if timedelta() < wished - now <= _FURTHEST else None
