"""Colours, letters and words of the picture of a flow. No meaning is given by colour alone."""

from typing import Final

from tocsin.charter.schema import Wording
from tocsin.charter.words import said
from tocsin.conversation.flow.words import Shape

COLOURS: Final[dict[Shape, tuple[str, str]]] = {
    "question": ("#e8f1fb", "#14589c"),
    "message": ("#f4f6f8", "#47566a"),
    "pause": ("#fdf5dd", "#7a5c00"),
    "fork": ("#f1ecfa", "#5c3a9e"),
    "end": ("#e3e7ec", "#27323f"),
    "call": ("#fdeae7", "#a32c1f"),
    "step": ("#f4f6f8", "#47566a"),
}
"""What a state is -> the fill, and the ink of its frame and its heading. Each ink stands out."""

STYLE: Final = (
    "text{font-family:Arial,Helvetica,'Liberation Sans','DejaVu Sans',sans-serif;font-size:12px;fill:#1b2530}"
    ".title{font-size:19px;font-weight:bold}.name{font-size:13px;font-weight:bold}"
    ".small{font-size:11px;fill:#3a4857}.kind{font-size:10.5px;font-weight:bold;letter-spacing:.4px}"
    ".cell{font-size:11px;text-anchor:middle}.call{font-size:11px;fill:#a32c1f;font-weight:bold}"
    ".way{fill:none;stroke:#47566a;stroke-width:1.4}.quiet{stroke-dasharray:5 4}"
)

_WORDS: Final = {
    "sent_by": Wording(
        "SMS envoyés par {sender} · version {version}", "SMS sent by {sender} · version {version}"
    ),
    "start": Wording("début", "start"),
    "then": Wording("ensuite", "then"),
    "adviser": Wording("appel", "call"),
    "unanswered": Wording("sans réponse", "no answer"),
    "and_then": Wording("puis", "then"),
    "reminder": Wording("rappel après {time}", "reminder after {time}"),
    "call_after": Wording("appel après {time}", "call after {time}"),
    "gives_up": Wording("suite après {time}", "on after {time}"),
    "until": Wording("jusqu'à {day}, {hour}", "until {day}, {hour}"),
    "for": Wording("pendant {time}", "for {time}"),
    "solid": Wording("réponse, ou suite", "an answer, or what follows"),
    "dashed": Wording("sans réponse, ou pas compris", "no answer, or not understood"),
}


def words(name: str, lang: str) -> str:
    """Some words of the picture."""
    return said(_WORDS[name], lang)
