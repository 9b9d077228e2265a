"""What to do about a message: by its level and channel, and by what the person tells that they did."""

from datetime import date
from functools import lru_cache

from tocsin.charter.channels import ChannelId
from tocsin.charter.identity_cache import cached_by_identity
from tocsin.charter.schema import AdviceClause, Charter, PointClause
from tocsin.charter.view import DatedCharter, view_as_of
from tocsin.charter.words import translate_wording
from tocsin.evidence.fold import fold_text
from tocsin.evidence.phrase_table import expand_pattern
from tocsin.verdict import verdict_sentences
from tocsin.verdict.model import AdvisedAction, Level

DONE = (
    *("clicked", "paid", "gave_nir", "gave_bank", "gave_card", "gave_credentials", "rang_back", "installed"),
    "victim",
)
"""Situations in which something was already done."""
_GENERAL = ("unjudged", "installed")
"""Situations in which there is something to say whatever the charter says."""


@lru_cache(maxsize=4096)
def select_advice(
    view: DatedCharter,
    level: Level,
    channel: ChannelId,
    lang: str,
    *,
    claimed: bool = True,
    happened: tuple[str, ...] = (),
) -> tuple[AdvisedAction, ...]:
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
    return _list_actions(view, channel, lang, (*first, *now, *later), claimed=claimed)


def select_situation_advice(
    view: DatedCharter, channel: ChannelId, lang: str, *, claimed: bool = True
) -> tuple[AdvisedAction, ...]:
    """What to do where something was already done, whatever the verdict."""
    return _list_actions(view, channel, lang, DONE, claimed=claimed)


def _list_actions(
    view: DatedCharter, channel: ChannelId, lang: str, situations: tuple[str, ...], *, claimed: bool
) -> tuple[AdvisedAction, ...]:
    """What to do in each of the situations, in their order."""
    order = dict.fromkeys(situations)
    adviser = _AdviceReader(view, channel, lang, claimed=claimed)
    # Most days have the clauses of the day before: their advice is made once, and is one object.
    clauses = tuple(tuple(map(id, one.advice)) for one in adviser.views)
    key = (id(view.charter), clauses, channel, lang, claimed, tuple(order))
    kept = _same.get(key)
    if kept is None or kept[0] is not view.charter:
        if len(_same) >= _MOST_KEPT:
            _same.clear()
        found = tuple(action for when in order for action in adviser.list_actions(when))
        kept = _same[key] = view.charter, found
    return kept[1]


_MOST_KEPT = 4096
_same: dict[tuple[object, ...], tuple[Charter, tuple[AdvisedAction, ...]]] = {}
"""The charter is kept beside its advice, so that its identity is not given to another."""


class _AdviceReader:
    """Reads the advice of a charter, as of a day, for one channel."""

    def __init__(self, view: DatedCharter, channel: ChannelId, lang: str, *, claimed: bool) -> None:
        # By its version's day: what to do is done now, with what the charter knows at its end.
        version = date.fromisoformat(view.charter.version)
        self.views = (view, view_as_of(view.charter, max(view.on, version)))
        self._channel = channel
        self._lang = lang
        self._claimed = claimed

    def list_actions(self, when: str) -> list[AdvisedAction]:
        """What to do in a situation, the most pressing first."""
        clauses = next(filter(None, (self._find_clauses(view, when) for view in self.views)), [])
        charter = self.views[0].charter
        kept = [c for c in clauses if self._claimed or not leads_to_institution(c, charter)]
        # In general words where the charter is silent on this, or where what it says is not for this message.
        general = when in _GENERAL or len(kept) < len(clauses) or not any(_is_for(c, when) for c in kept)
        said = verdict_sentences.list_general_advice(when, self._lang) if general else ()
        return [
            *(AdvisedAction(when=when, text=text) for text in said),
            *(self._make_action(c, when) for c in kept),
        ]

    def _make_action(self, clause: AdviceClause, when: str) -> AdvisedAction:
        price = translate_wording(clause.price, self._lang) if clause.price else ""
        text = translate_wording(clause.wording, self._lang)
        return AdvisedAction(when=when, text=text, contact=clause.contact, price=price)

    def _find_clauses(self, view: DatedCharter, when: str) -> list[AdviceClause]:
        found = (c for c in view.advice if self._channel in c.channels)
        return sorted((c for c in found if when in c.when), key=lambda c: c.rank)


def _is_for(clause: AdviceClause, when: str) -> bool:
    """Whether an advice is for this situation, and not merely for whoever was a victim, whatever they did."""
    return when == "victim" or "victim" not in clause.when


def leads_to_institution(clause: AdviceClause, charter: Charter) -> bool:
    """Whether an advice leads to the institution itself: by a name of it, or a number or host of its own."""
    said = (clause.wording.fr, clause.wording.en, clause.contact)
    return _mentions_any(said, _collect_institution_names(charter))


@lru_cache(maxsize=4096)
def _mentions_any(said: tuple[str, ...], names: frozenset[str]) -> bool:
    """Whether one of the names stands in one of the texts: the same few advices are asked about each day."""
    plain = f" {' '.join(map(_to_plain_words, said))} "
    return any(f" {name} " in plain for name in names)


@cached_by_identity()
def _collect_institution_names(charter: Charter) -> frozenset[str]:
    """Every way in which a text can lead to the institution, in plain words."""
    lexicon = charter.lexicon
    names = {one for name in (*lexicon.names, *lexicon.short_names) for one in expand_pattern(name)}
    points = (c.value for c in charter.clauses if isinstance(c, PointClause))
    # A French number is said with its zero, a host or a short number as it stands.
    values = {_to_plain_words(v.replace("+33", "0") if v.startswith("+") else v) for v in points}
    return frozenset(names | values) - {""}


def _to_plain_words(text: str) -> str:
    """Folded words with one space between; the digits of a number in one piece."""
    words = "".join(c if c.isalnum() else " " for c in fold_text(text)).split()
    out: list[str] = []
    for word in words:
        if out and word.isdigit() and out[-1].isdigit():
            out[-1] += word
        else:
            out.append(word)
    return " ".join(out)
