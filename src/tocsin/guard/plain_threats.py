"""What no text threatens, in plain words: that a right, a cover or money of the reader's ends, that their telephone is followed,
that a court will be told.

*Votre couverture ne pourra être maintenue si l'entretien n'a pas lieu* may be said in a turn that nobody wrote before, and more
softly than any threat that was learned; but it names what is the reader's, and that it ends. What is denied (*vos droits ne
sont pas suspendus*), called untrue, or only supposed (*si vos indemnités sont bloquées, appelez...*) threatens nobody.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from tocsin.guard.denials import list_denied_words
from tocsin.guard.draft_sentences import DraftSentence, DraftWord
from tocsin.guard.finding import GuardFinding
from tocsin.guard.learned_objections import DraftSentences

_RIGHTS = frozenset("droit droits rights right couverture cover coverage benefit benefits".split())
"""What is the reader's where it is said to be."""
_MONEY = ("indemnit", "remboursement", "allocation", "prestation", "allowance", "reimbursement", "refund")
"""What is the reader's in any case."""
_WHOSE = frozenset("vos votre leur leurs ses son sa tes ton ta your their his her health".split())
_ENDED = (
    "suspen", "supprim", "coup", "interromp", "interru", "perd", "retir", "retrait", "bloqu", "annul", "cess", "eteind", "eteign",
    "arrete", "gel", "clore", "clos", "cloture", "fermeture", "retenue",
    "lose", "losing", "lost", "stop", "cut", "withdr", "cancel", "frozen", "freeze", "paus", "lapse", "forfeit",
)  # fmt: skip
"""Words for ending it."""
_KEPT = (
    "mainten", "garanti", "conserv", "vers", "preserv", "prolong", "assure", "maintain", "kept", "keep", "paid", "guarantee",
    "extend",
)  # fmt: skip
"""Words for keeping it, which are denied."""
_DENYING = frozenset("ne n plus pas jamais aucun aucune ni not no never cannot won nothing rien".split())
_DENIED_BY = 5
"""Words, at most, between a denial and what it denies."""
_WITHOUT = frozenset("sans without".split())
_BEFORE, _AFTER = 6, 5
"""Words, at most, from what is the reader's to the word for its end, and from that word to it."""
_PARTS = frozenset("et and ou or de d du des to of pour for que qu".split())
"""Words between them with which it is another thing that ends: *exercer vos droits et arrêter le suivi*."""
_SUPPOSES = frozenset("si s if when quand lorsque".split())
_SUPPOSED_BY = 5
"""Words, from such an opening on, of which the clause supposes something."""
_DEVICES = frozenset(
    "mobile telephone portable smartphone position trajets deplacements phone location movements".split()
)
_IS = frozenset("est sont sera seront is are be being".split())
_FOLLOWED = (
    "suivi", "surveill", "geolocali", "locali", "trace", "piste", "track", "monitor", "watched", "followed",
)  # fmt: skip
_FOLLOWED_BY = 5
"""Words, at most, from the reader's telephone to the word for following it."""
_COURTS = frozenset(
    "parquet procureur procureure tribunal juge huissier justice prosecutor court bailiff".split()
)
_TOLD = ("saisi", "avis", "averti", "prevenu", "inform", "alert", "told", "notified")
_TOLD_BY = 8
"""Words, at most, from a court to the word for telling it."""
_MAY = frozenset("peut peuvent pourra pourrait sera seront may might can could will shall".split())
"""What comes yet: that a court was told of a fraud threatens nobody."""
_FALSE = frozenset("faux fausse fausses fake".split())
_TEXTS = frozenset("sms message messages texte texto mail text texts".split())


def find_plain_threats(draft: DraftSentences) -> Iterator[GuardFinding]:
    """Sentences that threaten so."""
    for at, sentence in enumerate(draft.sentences):
        after = draft.sentences[at + 1] if at + 1 < len(draft.sentences) else None
        if threatens_plainly(sentence, after):
            yield GuardFinding("threat", *draft.find_span(sentence))


def threatens_plainly(sentence: DraftSentence, after: DraftSentence | None) -> bool:
    """Whether a sentence says so."""
    said = [word.text for word in sentence.words if not word.is_sign]
    if sentence.mark == "?" or any(one in _FALSE and other in _TEXTS for one, other in pairwise(said)):
        return False
    denied = list_denied_words(sentence, after)
    return any(
        _ends_what_is_owned(clause, denied) or _follows_or_denounces(clause, denied)
        for clause in sentence.split_clauses()
    )


def _follows_or_denounces(clause: Sequence[DraftWord], denied: frozenset[int]) -> bool:
    """*Votre mobile est suivi*, *le parquet peut en être saisi*."""
    said = [word.text for word in clause]
    if said[0] in _SUPPOSES:
        return False
    for i, word in enumerate(said):
        if clause[i].start in denied or _is_denied(said, i):
            continue
        near = said[max(0, i - _FOLLOWED_BY) : i]
        owned = any(w in _DEVICES and v in _WHOSE for v, w in pairwise(near))
        if word.startswith(_FOLLOWED) and owned and not _IS.isdisjoint(near[-2:]):
            return True
        told = said[max(0, i - _TOLD_BY) : i]
        if word.startswith(_TOLD) and not _COURTS.isdisjoint(told) and not _MAY.isdisjoint(told):
            return True
    return False


def _ends_what_is_owned(clause: Sequence[DraftWord], denied: frozenset[int]) -> bool:
    said = [word.text for word in clause]
    supposed = _SUPPOSED_BY if said[0] in _SUPPOSES else 0
    owned = [i for i in range(supposed, len(said)) if _is_owned(said, i)]
    for i, word in enumerate(said):
        live = clause[i].start not in denied and not _is_denied(said, i)
        if not (word.startswith(_ENDED) and live) and not (word.startswith(_KEPT) and _is_denied(said, i)):
            continue
        if any(i < at <= i + _AFTER for at in owned):
            return True
        if any(at < i <= at + _BEFORE and _PARTS.isdisjoint(said[at + 1 : i]) for at in owned):
            return True
    return False


def _is_owned(said: Sequence[str], at: int) -> bool:
    if said[at].startswith(_MONEY):
        return True
    return said[at] in _RIGHTS and not _WHOSE.isdisjoint(said[max(0, at - 2) : at])


def _is_denied(said: Sequence[str], at: int) -> bool:
    near = said[max(0, at - _DENIED_BY) : at]
    return not _DENYING.isdisjoint(near) or not _WITHOUT.isdisjoint(near[-2:])
