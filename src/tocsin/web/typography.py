"""French as it is printed: a sign of two parts and a guillemet stay on the line of their word."""

import re
from typing import Final

_BEFORE: Final = re.compile(r" (?=[:;!?»%€])")
_AFTER: Final = re.compile(r"(?<=«) ")
_NUMBER: Final = re.compile(r"(?<=\d) (?=\d)")
_KEPT: Final = "\u00a0"


def typeset(text: str, lang: str) -> str:
    """A sentence of ours, ready to be shown.

    >>> typeset("Payez « 3 » : 0 892 705", "fr").replace("\\xa0", "~")
    'Payez «~3~»~: 0~892~705'
    """
    if lang == "fr":
        text = _AFTER.sub(_KEPT, _BEFORE.sub(_KEPT, text))
    return _NUMBER.sub(_KEPT, text)
