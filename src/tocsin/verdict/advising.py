"""What to do about a message: by its level and channel, and by what the person tells that they did."""

from datetime import date
from functools import lru_cache

from tocsin.charter.schema import Advice, Channel, Charter, Point
from tocsin.charter.view import View, as_of
from tocsin.evidence.fold import fold
from tocsin.evidence.vocabulary import expand
from tocsin.verdict import wording
from tocsin.verdict.model import Action, Level

DONE = (
    *("clicked", "paid", "gave_nir", "gave_bank", "gave_card", "gave_credentials", "rang_back", "installed"),
    "victim",
)
"""Situations in which something was already done."""
_GENERAL = ("unjudged", "installed")
"""Situations in which there is something to say whatever the charter says."""


@lru_cache(maxsize=4096)
def advice(
    view: View,
    level: Level,
    channel: Channel,
    lang: str,
    *,
    claimed: bool = True,
    happened: tuple[str, ...] = (),
) -> tuple[Action, ...]:
    """What to do first where the person tells what ``happened``; now, and where it was done.

    A message that was not ``claimed`` in the name of the institution is not checked there: advice that leads
    to the institution is left out, or said in general words. Where the charter had no advice yet for a
    situation on that day, it is that of the charter's last day.
    """
    if level == "authentic" and not happened:
        return ()
    if level == "unrelated":
        now: tuple[str, ...] = ("unjudged",)
        claimed = False
    else:
        now = ("doubt",) if level in ("unproven", "authentic") else ("received", "doubt")
    later = () if level == "unproven" and not happened else DONE
    first = tuple(one for one in happened if one in DONE)
    order = dict.fromkeys((*first, *now, *later))
    adviser = _Adviser(view, channel, lang, claimed=claimed)
    return tuple(action for when in order for action in adviser.on(when))


class _Adviser:
    """Reads the advice of a charter, as of a day, for one channel."""

    def __init__(self, view: View, channel: Channel, lang: str, *, claimed: bool) -> None:
        # By its version's day: what to do is done now, with what the charter knows at its end.
        version = date.fromisoformat(view.charter.version)
        self._views = (view, as_of(view.charter, max(view.on, version)))
        self._channel = channel
        self._lang = lang
        self._claimed = claimed

    def on(self, when: str) -> list[Action]:
        """What to do in a situation, the most pressing first."""
        clauses = next(filter(None, (self._entries(view, when) for view in self._views)), [])
        charter = self._views[0].charter
        kept = [c for c in clauses if self._claimed or not names_itself(c, charter)]
        # In general words where the charter is silent, or where what it says is not for this message.
        general = when in _GENERAL or len(kept) < len(clauses) or not kept
        said = wording.general(when, self._lang) if general else ()
        return [*(Action(when=when, text=text) for text in said), *(self._action(c, when) for c in kept)]

    def _action(self, clause: Advice, when: str) -> Action:
        price = wording.said(clause.price, self._lang) if clause.price else ""
        text = wording.said(clause.wording, self._lang)
        return Action(when=when, text=text, contact=clause.contact, price=price)

    def _entries(self, view: View, when: str) -> list[Advice]:
        found = (c for c in view.clauses if isinstance(c, Advice) and self._channel in c.channels)
        return sorted((c for c in found if when in c.when), key=lambda c: c.rank)


def names_itself(clause: Advice, charter: Charter) -> bool:
    """Whether an advice leads to the institution itself: by a name of it, or a number or host of its own."""
    said = f" {_plain(clause.wording.fr)} {_plain(clause.wording.en)} {_plain(clause.contact)} "
    return any(f" {name} " in said for name in _names(charter.id, charter))


_known: dict[str, tuple[Charter, frozenset[str]]] = {}


def _names(id: str, charter: Charter) -> frozenset[str]:
    """Every way in which a text can lead to the institution, in plain words."""
    kept = _known.get(id)
    if kept is None or kept[0] is not charter:
        lexicon = charter.lexicon
        names = {one for name in (*lexicon.names, *lexicon.short_names) for one in expand(name)}
        points = (c.value for c in charter.clauses if isinstance(c, Point))
        # A French number is said with its zero, a host or a short number as it stands.
        values = {_plain(v.replace("+33", "0") if v.startswith("+") else v) for v in points}
        kept = _known[id] = charter, frozenset(names | values) - {""}
    return kept[1]


def _plain(text: str) -> str:
    """Folded words with one space between; the digits of a number in one piece."""
    words = "".join(c if c.isalnum() else " " for c in fold(text)).split()
    out: list[str] = []
    for word in words:
        if out and word.isdigit() and out[-1].isdigit():
            out[-1] += word
        else:
            out.append(word)
    return " ".join(out)
