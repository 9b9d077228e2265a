"""Asks, read more strictly than in what arrives: everything in an outgoing text is ours.

A secret that is named is asked, unless the sentence denies it, or speaks of what others may ask. Health is
often only spoken of, so that it needs a question, an order to answer, or something said to be missing. *Si
vous avez de la fièvre, appelez le 15* asks nothing; *si vous avez de la fièvre, répondez 1* does.
"""

from collections.abc import Iterator

from tocsin.charter.schema import Item
from tocsin.charter.view import View
from tocsin.evidence.rules import Rules, compile_rule
from tocsin.evidence.shape import BREAK, COLON, COMMA, LINE, QUESTION
from tocsin.guard.finding import Finding
from tocsin.guard.model import Kind
from tocsin.guard.reading import Language, Reading

SECRETS: tuple[tuple[str, Kind, Item], ...] = (
    ("nir", "asks_nir", "nir"),
    ("bank", "asks_bank_details", "iban"),
    ("pass", "asks_credentials", "password"),
)
"""Class of the lexicon, kind of reason, item of the charter."""
_LIVE = ("give", "reply", "need", "polite", "lack", "must", "only", "pay")
"""Classes that ask for what follows them."""
_IN_ACCOUNT = ("asks_nir", "asks_bank_details")
"""Kinds that the charter allows inside the person's account."""
_NOT_IMPERATIVES = frozenset(
    "avez chez assez allez savez pouvez voulez souhaitez etiez aviez serez aurez nez".split()
)
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

    def __init__(self, language: Language) -> None:
        vocabulary = language.vocabulary
        self._questions = Rules(_QUESTIONS, vocabulary, _GROUPS)
        self._orders = Rules(_ORDERS, vocabulary, _GROUPS)
        self._payments = Rules(_PAYMENTS, vocabulary, _GROUPS)
        self._codes = Rules((*_CODES, *_CARDS), vocabulary, _GROUPS)
        self._relative = compile_rule("since ~2 onset|sym|test|res", vocabulary)

    def find(self, reading: Reading, view: View, programme: str) -> Iterator[Finding]:
        """Every ask, the first of each kind in each sentence."""
        found = [*_secrets(reading), *self._medical(reading), *self._other(reading)]
        seen: set[tuple[Kind, int]] = set()
        for kind, item, first, last in sorted(found, key=lambda f: (f[2], -f[3])):
            key = (kind, reading.sentence(last)[0])
            if key not in seen:
                seen.add(key)
                clause = view.ask(item, "sms", programme=programme)
                yield Finding(kind, *reading.span(first, last), clause=clause)

    def _medical(self, reading: Reading) -> Iterator["_Ask"]:
        if not reading.has(
            "sym", "vac", "health", "onset", "res", "pos", "tested", "test", "drugs", "tested_pos"
        ):
            return
        for manner, pattern in self._questions.of(reading.shape):
            for match in pattern.finditer(reading.clauses):
                if not self._only_spoken(reading, manner, match.start(), match.start(1), match.end() - 1):
                    yield "asks_medical", "medical", match.start(), match.start(1)
        for manner, pattern in self._orders.of(reading.shape):
            for match in pattern.finditer(reading.letters):
                if not self._only_told(reading, manner, match.start(), match.start(1), match.end() - 1):
                    yield "asks_medical", "medical", match.start(), max(match.start(1), match.end() - 1)

    def _only_spoken(self, reading: Reading, manner: str, first: int, at: int, mark: int) -> bool:
        """Whether a question only names health: it sends to a doctor, or asks whom one met since."""
        if self._since(reading, at):
            return True
        if manner == "when":
            return any(reading.is_a(i, "can_q", "need_help") for i in range(max(0, first - 3), first))
        if manner == "elliptic":
            low, high = reading.sentence(at)
            if any(reading.is_a(i, "can_q") for i in range(low, high)):
                return True
            return reading.is_a(mark + 1, "act") or reading.is_a(mark + 2, "act")
        return False

    def _only_told(self, reading: Reading, manner: str, first: int, at: int, last: int) -> bool:
        """Whether an order only names health: it is denied, for a doctor, or for a case that may come."""
        if self._since(reading, at) or (manner not in ("if", "form", "needed") and held(reading, first)):
            return True
        if manner in ("needed", "them"):
            return any(
                reading.is_a(i, "never", "neg", "ne") for i in range(reading.sentence(at)[0], last + 1)
            )
        if _denied_between(reading, first, at):
            return True
        after = range(at + 1, min(at + 7, reading.sentence(at)[1]))
        if manner == "give" and any(reading.is_a(i, "doctor") for i in after):
            return True
        if manner in ("give", "reply"):
            return _in_a_case(reading, first, at)
        return False

    def _since(self, reading: Reading, at: int) -> bool:
        """*Qui avez-vous vu depuis vos premiers symptômes ?* asks for people."""
        low, high = reading.sentence(at)
        if not any(reading.is_a(i, "people", "contact_with") for i in range(low, high)):
            return False
        return any(reading.is_a(i, "since") for i in range(max(low, at - 3), at))

    def _other(self, reading: Reading) -> Iterator["_Ask"]:
        for manner, pattern in self._payments.of(reading.shape):
            for match in pattern.finditer(reading.letters):
                at = match.start(1)
                if manner == "costs" and _covered(reading, at):
                    continue
                if (
                    not held(reading, match.start())
                    and not held(reading, at)
                    and not _free(reading, match.start())
                ):
                    yield "asks_payment", "payment", match.start(), match.end() - 1
        for manner, pattern in self._codes.of(reading.shape):
            for match in pattern.finditer(reading.letters):
                if held(reading, match.start()):
                    continue
                if manner == "nir":
                    yield "asks_nir", "nir", match.start(), match.start(1)
                else:
                    yield "asks_credentials", "code", match.start(), match.start(1)


_Ask = tuple[Kind, Item, int, int]
"""Kind, item, first and last atom."""


def _secrets(reading: Reading) -> Iterator[_Ask]:
    """Secrets that are named, and not denied."""
    for name, kind, item in SECRETS:
        for at in reading.at(name):
            trigger = asked_by(reading, at)
            if trigger is None or (kind in _IN_ACCOUNT and _in_account(reading, at)):
                continue
            yield kind, item, min(trigger, at), max(trigger, at)


def held(reading: Reading, trigger: int) -> bool:
    """Whether a verb that asks is denied: *ne donnez jamais*, *never send*."""
    for i in range(trigger - 1, max(-1, trigger - 5), -1):
        if reading.letters[i] in (COMMA, COLON, BREAK, QUESTION, LINE):
            break
        if reading.is_a(i, "never", "neg"):
            return True
    after = range(trigger + 1, min(trigger + 3, len(reading.letters)))
    return any(reading.is_a(i, "never", "neg") for i in after)


def _live(reading: Reading, at: int) -> bool:
    """Whether an atom asks for something; any French imperative does."""
    if reading.is_a(at, *_LIVE):
        return True
    word = reading.shape.words[at]
    return word.endswith("ez") and len(word) > 4 and word.rpartition(" ")[2] not in _NOT_IMPERATIVES


def asked_by(reading: Reading, at: int) -> int | None:
    """The atom that asks for a named secret, itself where nothing else does; None where it is denied."""
    low, high = reading.sentence(at)
    far = listed = False
    for i in range(at - 1, low - 1, -1):
        if reading.letters[i] == COMMA:
            far, listed = True, False
        elif reading.is_a(i, "nir", "bank", "pass", "health", "code"):
            listed = True
        elif reading.is_a(i, "received"):
            return _asked_after(reading, at, high, denied=True)
        elif reading.is_a(i, "never", "hypo") or (reading.is_a(i, "neg") and (listed or not far)):
            return None
        elif reading.is_a(i, "sans") and not far:
            return i if any(reading.is_a(k, "cannot") for k in range(low, high)) else None
        elif _live(reading, i):
            return None if held(reading, i) else i
    return _asked_after(reading, at, high)


def _asked_after(reading: Reading, at: int, high: int, *, denied: bool = False) -> int | None:
    """The same, by what follows in the sentence."""
    for i in range(at + 1, high):
        if reading.is_a(i, "give", "reply"):
            if not held(reading, i):
                return i
            denied = True
        elif reading.is_a(i, "never", "received"):
            denied = True
        elif reading.is_a(i, "needed"):
            denied |= any(reading.is_a(k, "neg", "never") for k in range(max(at, i - 5), i))
    return None if denied else at


def _in_account(reading: Reading, at: int) -> bool:
    """Whether the sentence sends the reader to the account, where the charter lets it be asked."""
    low, high = reading.sentence(at)
    inside = any(reading.is_a(i, "account") for i in range(low, high))
    return inside and not any(reading.is_a(i, "reply") for i in range(low, high))


def _denied_between(reading: Reading, first: int, at: int) -> bool:
    """*Répondez par un prénom, jamais par une information médicale*; the answers YES or NO deny nothing."""
    between = range(first + 1, at)
    if any(reading.is_a(i, "only", "if", "ask_q") for i in between):
        return False
    near = (i for i in between[-3:] if reading.shape.words[i] != "no")
    return any(reading.is_a(i, "never") for i in between) or any(reading.is_a(i, "neg") for i in near)


def _in_a_case(reading: Reading, first: int, at: int) -> bool:
    """*Répondez OUI, et si vous avez de la fièvre, appelez le 15*: the answer does not hang on the fever."""
    for i in range(at - 1, first, -1):
        if reading.is_a(i, "if"):
            apart = reading.is_a(i - 1, "and_") or reading.letters[i - 1] == COMMA
            rest = range(at + 1, reading.sentence(at)[1])
            return apart and any(reading.is_a(k, "act") for k in rest)
    return False


def _covered(reading: Reading, at: int) -> bool:
    """Whether the sentence says that what it costs is not for the person to pay."""
    low, high = reading.sentence(at)
    return any(reading.is_a(i, "free") for i in range(low, high))


def _free(reading: Reading, at: int) -> bool:
    """Whether it is said to cost nothing, or we are the ones who pay."""
    return any(reading.is_a(i, "free", "we") for i in range(max(reading.sentence(at)[0], at - 3), at))
