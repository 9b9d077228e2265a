"""Asks, read more strictly than in what arrives: everything in an outgoing text is ours.

A secret that is named is asked, unless the sentence denies it, or speaks of what others may ask. Health is
often only spoken of, so that it needs a question, an order to answer, or something said to be missing. *Si
vous avez de la fièvre, appelez le 15* asks nothing; *si vous avez de la fièvre, répondez 1* does.
"""

from collections.abc import Iterator
from typing import cast

from tocsin.charter.items import ITEMS, ItemId
from tocsin.charter.view import DatedCharter
from tocsin.evidence.kept_secrets import is_kept_to_oneself
from tocsin.evidence.token_rules import TokenRuleSet
from tocsin.evidence.token_string import BREAK, COLON, COMMA, LINE, QUESTION
from tocsin.guard.denials import excepts_us
from tocsin.guard.draft_reading import DraftReading, GuardLanguage
from tocsin.guard.finding import GuardFinding
from tocsin.guard.model import GuardReasonKind

SECRETS = tuple(item for item in ITEMS.values() if item.guard_class)
"""Items that are asked as soon as they are named."""
_LIVE = ("give", "reply", "need", "polite", "lack", "must", "only", "pay")
"""Classes that ask for what follows them."""
_IN_ACCOUNT = ("asks_nir", "asks_bank_details")
"""Kinds that the charter allows inside the person's account."""
_NOT_IMPERATIVES = frozenset(
    "avez chez assez allez savez pouvez voulez souhaitez etiez aviez serez aurez nez".split()
)
_READING = frozenset("lire obtenir".split())
_HERE = frozenset("nous us ici here".split())
"""To whom what is said goes, if it is asked."""
_GROUPS = {"strong": "sym|vac|health|onset", "status": "pos|tested|tested_pos"}

_QUESTIONS = (
    ("asked", "ask_q|when_q ~9!act|question_on <strong> ~14 qst"),
    ("asked", "ask_q ~7!act|question_on <res|status> ~9 qst"),
    ("asked", "ask_q ~6!need_help|act <drugs> ~9 qst"),
    ("when", "when_q ~7!act <test|res> ~9 qst"),
    ("elliptic", "^ ~4!can_q|question_on|need_help <strong|res> ~9 qst"),
    ("elliptic", "^ ~12!can_q|question_on|need_help|comma|act|if <sym|vac> ~9 qst"),
    ("asked", "ask_q ~2!need_help|planned yours ~1 <test> qst"),
    ("elliptic", "comma ~2!can_q|question_on|need_help <strong|res> ~6 qst"),
    ("elliptic", "^ ~1 <status> ~5!comma|need_help qst"),
    ("asked", "^ ~5 yours ~1 test|res ~4!comma|need_help <pos> ~3 qst"),
    ("asked", "^ ~5 yours ~1 <test|res|vac> ~2!can_q|need_help was_q ~9!planned|need_help|can_q qst"),
    ("asked", "can_q ~2 <vac> ~8 qst"),
    ("asked", "<suffer_q> ~12 qst"),
)
_ORDERS = (
    ("give", "give ~8!act|question_on <strong|res|status>"),
    ("reply", "reply ~9!act|question_on <strong|res|status>"),
    ("reply", "^ text_verb ~6!act|question_on <strong|res|status>"),
    ("reply", "colon text_verb ~6!act|question_on <strong|res|status>"),
    ("give", "give|reply ~2 photo ~3 <test|strong|res>"),
    ("need", "need|lack ~7!act <strong|res|tested>"),
    ("need", "polite ~2!act yours ~1 <strong|res>"),
    ("give", "give ~3!act|need_help <drugs>"),
    ("if", "if ~8!act <strong|res|status> ~14!act reply"),
    ("them", "<strong|res> ~9!act give them"),
    ("needed", "^ ~4 <strong|res> ~5!act needed"),
    ("form", "^ ~4 <strong|res> ~3!act colon $"),
    ("form", "^ ~4 <strong|res> ~2!act colon? blank"),
)
_PAYMENTS = (
    ("pay", "<pay>"),
    ("pay", "must|need|polite|give|reply ~4!free <pay_inf>"),
    ("pay", "<pay_inf> ~4!free amount|by_card|fee"),
    ("pay", "fee|amount ~4!free|comma <pay_inf>"),
    ("pay", "<fee> ~4!free amount"),
    ("pay", "amount ~3!free <fee>"),
    ("pay", "<give|reply> ~1 amount"),
    ("pay", "<must> ~2 amount"),
    ("costs", "<costs> ~3!free amount"),
    ("pay", "<fee|pay_inf> ~4!free needed|by_card"),
)
_CODES = (
    ("code", "give|reply|need|polite|lack ~4!own_code <code>"),
    ("code", "ask_q ~4 <code> ~6 qst"),
)
_CARDS = (
    ("nir", "give|reply ~8!act|need_help <vitale>"),
    ("nir", "copy ~9 <vitale>"),
    ("nir", "<vitale> ~3 copy"),
)


class AskReader:
    """Finds what an outgoing text asks and must not."""

    def __init__(self, language: GuardLanguage) -> None:
        vocabulary = language.vocabulary
        self._questions = TokenRuleSet(_QUESTIONS, vocabulary, _GROUPS)
        self._orders = TokenRuleSet(_ORDERS, vocabulary, _GROUPS)
        self._payments = TokenRuleSet(_PAYMENTS, vocabulary, _GROUPS)
        self._codes = TokenRuleSet((*_CODES, *_CARDS), vocabulary, _GROUPS)

    def find(self, reading: DraftReading, view: DatedCharter, programme: str) -> Iterator[GuardFinding]:
        """Every ask, the first of each kind in each sentence."""
        found = [*_find_secrets(reading), *self._find_medical(reading), *self._find_payments(reading)]
        seen: set[tuple[GuardReasonKind, int]] = set()
        for kind, item, first, last in sorted(found, key=lambda f: (f[2], -f[3])):
            key = (kind, reading.find_sentence(last)[0])
            if key not in seen:
                seen.add(key)
                clause = view.find_ask(item, "sms", programme=programme)
                yield GuardFinding(kind, *reading.to_atom_span(first, last), clause=clause)

    def _find_medical(self, reading: DraftReading) -> Iterator["_FoundAsk"]:
        if not reading.has_atom(
            "sym", "vac", "health", "onset", "res", "pos", "tested", "test", "drugs", "tested_pos"
        ):
            return
        for manner, pattern in self._questions.select_rules(reading.shape):
            for match in pattern.finditer(reading.clauses):
                if not self._question_only_names_health(
                    reading, manner, match.start(), match.start(1), match.end() - 1
                ):
                    yield "asks_medical", "medical", match.start(), match.start(1)
        for manner, pattern in self._orders.select_rules(reading.shape):
            for match in pattern.finditer(reading.letters):
                if not self._order_only_names_health(
                    reading, manner, match.start(), match.start(1), match.end() - 1
                ):
                    yield "asks_medical", "medical", match.start(), max(match.start(1), match.end() - 1)

    def _question_only_names_health(
        self, reading: DraftReading, manner: str, first: int, at: int, mark: int
    ) -> bool:
        """Whether a question only names health: it sends to a doctor, or asks whom one met since."""
        if self._asks_for_people_met(reading, at):
            return True
        if manner == "when":
            return any(reading.belongs_to(i, "can_q", "need_help") for i in range(max(0, first - 3), first))
        if manner == "elliptic":
            low, high = reading.find_sentence(at)
            if any(reading.belongs_to(i, "can_q") for i in range(low, high)):
                return True
            return reading.belongs_to(mark + 1, "act") or _sends_to_doctor(reading, mark + 1)
        return False

    def _order_only_names_health(
        self, reading: DraftReading, manner: str, first: int, at: int, last: int
    ) -> bool:
        """Whether an order only names health: it is denied, for a doctor, or for a case that may come."""
        if self._asks_for_people_met(reading, at) or (
            manner not in ("if", "form", "needed") and is_ask_denied(reading, first)
        ):
            return True
        if manner in ("needed", "them"):
            return any(
                reading.belongs_to(i, "never", "neg", "ne")
                for i in range(reading.find_sentence(at)[0], last + 1)
            )
        if _is_denied_between(reading, first, at) or _is_for_reading(reading, first):
            return True
        after = range(at + 1, min(at + 7, reading.find_sentence(at)[1]))
        if manner == "give" and any(reading.belongs_to(i, "doctor") for i in after):
            return True
        if _is_for_another_clause(reading, first, at):
            return True
        if manner in ("give", "reply"):
            return _is_in_condition(reading, first, at)
        return False

    def _asks_for_people_met(self, reading: DraftReading, at: int) -> bool:
        """*Qui avez-vous vu depuis vos premiers symptômes ?* asks for people."""
        low, high = reading.find_sentence(at)
        if not any(reading.belongs_to(i, "people", "contact_with") for i in range(low, high)):
            return False
        return any(reading.belongs_to(i, "since") for i in range(max(low, at - 3), at))

    def _find_payments(self, reading: DraftReading) -> Iterator["_FoundAsk"]:
        for manner, pattern in self._payments.select_rules(reading.shape):
            for match in pattern.finditer(reading.letters):
                at = match.start(1)
                if manner == "costs" and _is_cost_covered(reading, at):
                    continue
                if (
                    not _is_price_of_call(reading, at)
                    and not is_ask_denied(reading, match.start())
                    and not is_ask_denied(reading, at)
                    and not _is_free(reading, match.start())
                ):
                    yield "asks_payment", "payment", match.start(), match.end() - 1
        for manner, pattern in self._codes.select_rules(reading.shape):
            for match in pattern.finditer(reading.letters):
                if is_ask_denied(reading, match.start()):
                    continue
                if manner == "nir":
                    yield "asks_nir", "nir", match.start(), match.start(1)
                else:
                    yield "asks_credentials", "code", match.start(), match.start(1)


_FoundAsk = tuple[GuardReasonKind, ItemId, int, int]
"""Kind, item, first and last atom."""


def _find_secrets(reading: DraftReading) -> Iterator[_FoundAsk]:
    """Secrets that are named, and not denied."""
    for item in SECRETS:
        for at in reading.find_atoms(item.guard_class):
            trigger = find_asking_atom(reading, at)
            if is_kept_to_oneself(reading.shape, at) and not _is_excepted(reading, at):
                continue
            if trigger is None or (item.kind in _IN_ACCOUNT and _is_in_account(reading, at)):
                continue
            yield cast(GuardReasonKind, item.kind), item.id, min(trigger, at), max(trigger, at)


def is_ask_denied(reading: DraftReading, trigger: int) -> bool:
    """Whether a verb that asks is denied, or what others may ask: *ne donnez jamais*, *never send*, *somebody wants a fee*."""
    for i in range(trigger - 1, max(-1, trigger - 5), -1):
        if reading.letters[i] in (COMMA, COLON, BREAK, QUESTION, LINE):
            break
        if reading.belongs_to(i, "never", "neg", "hypo"):
            return True
    after = range(trigger + 1, min(trigger + 3, len(reading.letters)))
    return any(reading.belongs_to(i, "never", "neg") for i in after)


def _is_asking(reading: DraftReading, at: int) -> bool:
    """Whether an atom asks for something; any French imperative does."""
    if reading.belongs_to(at, *_LIVE):
        return True
    word = reading.shape.words[at]
    return word.endswith("ez") and len(word) > 4 and word.rpartition(" ")[2] not in _NOT_IMPERATIVES


def find_asking_atom(reading: DraftReading, at: int) -> int | None:
    """The atom that asks for a named secret, itself where nothing else does; None where it is denied."""
    low, high = reading.find_sentence(at)
    if _is_excepted(reading, at):
        return at
    far = listed = False
    for i in range(at - 1, low - 1, -1):
        if reading.letters[i] == COMMA:
            far, listed = True, False
        elif reading.belongs_to(i, "nir", "bank", "pass", "health", "code"):
            listed = True
        elif reading.belongs_to(i, "received"):
            return _find_asking_atom_after(reading, at, high, denied=True)
        elif reading.belongs_to(i, "never", "hypo") or (reading.belongs_to(i, "neg") and (listed or not far)):
            return None
        elif reading.belongs_to(i, "sans") and not far:
            return i if any(reading.belongs_to(k, "cannot") for k in range(low, high)) else None
        elif _is_asking(reading, i):
            return None if is_ask_denied(reading, i) else i
    return _find_asking_atom_after(reading, at, high)


def _is_excepted(reading: DraftReading, at: int) -> bool:
    """Whether what is denied in the sentence is asked for us."""
    low, high = reading.find_sentence(at)
    return excepts_us(" ".join(reading.shape.words[low:high]).split())


def _find_asking_atom_after(reading: DraftReading, at: int, high: int, *, denied: bool = False) -> int | None:
    """The same, by what follows in the sentence."""
    for i in range(at + 1, high):
        if reading.belongs_to(i, "give", "reply"):
            if not is_ask_denied(reading, i):
                return i
            denied = True
        elif reading.belongs_to(i, "never", "received"):
            denied = True
        elif reading.belongs_to(i, "needed"):
            denied |= any(reading.belongs_to(k, "neg", "never") for k in range(max(at, i - 5), i))
    return None if denied else at


def _is_in_account(reading: DraftReading, at: int) -> bool:
    """Whether the sentence sends the reader to the account, where the charter lets it be asked."""
    low, high = reading.find_sentence(at)
    inside = any(reading.belongs_to(i, "account") for i in range(low, high))
    return inside and not any(reading.belongs_to(i, "reply") for i in range(low, high))


def _is_denied_between(reading: DraftReading, first: int, at: int) -> bool:
    """*Répondez par un prénom, jamais par une information médicale*; the answers YES or NO deny nothing."""
    between = range(first + 1, at)
    if any(reading.belongs_to(i, "only", "if", "ask_q") for i in between):
        return False
    near = (i for i in between[-3:] if reading.shape.words[i] != "no")
    return any(reading.belongs_to(i, "never") for i in between) or any(
        reading.belongs_to(i, "neg") for i in near
    )


def _is_for_reading(reading: DraftReading, first: int) -> bool:
    """*Le laboratoire vous donnera un code pour lire votre résultat*: the reader reads it, and not we."""
    words = reading.shape.words
    if words[first] not in _READING or words[first - 1] != "pour":
        return False
    return _HERE.isdisjoint(words[reading.find_sentence(first)[0] : first])


def _is_in_condition(reading: DraftReading, first: int, at: int) -> bool:
    """*Répondez OUI, et si vous avez de la fièvre, appelez le 15*: the answer does not hang on the fever."""
    for i in range(at - 1, first, -1):
        if reading.belongs_to(i, "if"):
            apart = reading.belongs_to(i - 1, "and_") or reading.letters[i - 1] == COMMA
            rest = range(at + 1, reading.find_sentence(at)[1])
            return apart and any(reading.belongs_to(k, "act") for k in rest)
    return False


def _is_for_another_clause(reading: DraftReading, first: int, at: int) -> bool:
    """*Donnez votre nom, le pharmacien trouvera la prescription*: what is named is for a doctor to find."""
    return any(
        reading.letters[i] == COMMA and reading.belongs_to(i + 1, "doctor") for i in range(first + 1, at)
    ) and _HERE.isdisjoint(reading.shape.words[slice(*reading.find_sentence(at))])


def _sends_to_doctor(reading: DraftReading, at: int) -> bool:
    """Whether what follows a question answers it: *Vous toussez ? Buvez tiède, et parlez-en à votre médecin* waits for nothing."""
    if reading.belongs_to(at + 1, "act"):
        return True
    sentence = range(at, reading.find_sentence(at)[1])
    doctor = next((i for i in sentence if reading.belongs_to(i, "doctor")), None)
    if doctor is None or any(reading.belongs_to(i, "reply", "ask_q") for i in sentence):
        return False
    waited = any(reading.belongs_to(i, "need", "lack") for i in range(at, doctor))
    return not waited and _HERE.isdisjoint(reading.shape.words[at : sentence.stop])


def _is_cost_covered(reading: DraftReading, at: int) -> bool:
    """Whether the sentence says that what it costs is not for the person to pay."""
    low, high = reading.find_sentence(at)
    return any(reading.belongs_to(i, "free") for i in range(low, high))


def _is_price_of_call(reading: DraftReading, at: int) -> bool:
    """*Vous ne payez que le prix de l'appel*: that goes to the operator, unless a sum or a card is named."""
    sentence = range(*reading.find_sentence(at))
    if any(reading.belongs_to(i, "amount", "by_card", "bank") for i in sentence):
        return False
    return any(reading.belongs_to(i, "call_price") for i in range(at, min(at + 5, sentence.stop)))


def _is_free(reading: DraftReading, at: int) -> bool:
    """Whether it is said to cost nothing, or we are the ones who pay."""
    return any(
        reading.belongs_to(i, "free", "we") for i in range(max(reading.find_sentence(at)[0], at - 3), at)
    )
