"""How an outgoing text speaks: capitals, haste."""

import re
from collections.abc import Iterator

from tocsin.evidence.token_rules import TokenRuleSet
from tocsin.guard.draft_reading import DraftReading, GuardLanguage
from tocsin.guard.draft_template import DraftTemplate
from tocsin.guard.finding import GuardFinding
from tocsin.guard.required_parts import CODE

_RULES = (
    ("urgency", "<deadline> ~8 act_reader"),
    ("urgency", "act_reader ~9!we_do|act_care <deadline>"),
    ("urgency", "<urgency>"),
)
_CAPITALS = re.compile(r"[A-ZÀ-ÖØ-ÞŒ][A-ZÀ-ÖØ-ÞŒ'’-]*[A-ZÀ-ÖØ-ÞŒ]")
_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_KNOWN = frozenset(
    (
        "CPAM CNAM AMELI CGSS CRAMIF DGS ARS COVID OUI NON STOP YES NO AIDE HELP APPEL APPELER FIN START "
        "RAPPEL CALL FRANCAIS ANGLAIS ENGLISH FRENCH AUCUN PERSONNE NONE DONE FAIT FINI SUITE STOPSMS EN FR "
        "SMS MMS SAMU EHPAD CHU PCR TAG HAS RGPD CNIL OK NIR RIB IBAN INFO CONTACT PLUS MOINS LISTE"
    ).split()
)
"""Acronyms, and words that a person answers with."""
_ORDER = re.compile(
    r"\b(?i:r[ée]pond(?:ez|re|ant)|tap(?:ez|er|ant)|envoy(?:ez|er|ant)|[ée]cri(?:vez|re|vant)|reply|send|text|type"
    r"|answer|write)\b[^.?!\n]*"
)
"""An order to answer, up to the end of its sentence."""
_ANSWER = re.compile(r"(?<![A-ZÀ-Þ]{2} )\b[A-ZÀ-Þ]{2,12}(?: [A-ZÀ-Þ]{2,12}){0,2}\b(?! [A-ZÀ-Þ]{2})")
"""What a person is told to answer may stand in capitals, up to three words of it: *NE SAIS PAS*."""
_SHORT = 3
"""Letters of a word in capitals that may be an acronym that we do not know."""
_TITLES = frozenset("m mme mr mrs ms monsieur madame bonjour hello dear dr cher chere".split())


class HasteReader:
    """Finds what hurries the reader."""

    def __init__(self, language: GuardLanguage) -> None:
        self._rules = TokenRuleSet(_RULES, language.vocabulary)

    def find(self, reading: DraftReading) -> Iterator[GuardFinding]:
        """The first sign."""
        for _, pattern in self._rules.select_rules(reading.shape):
            for match in pattern.finditer(reading.letters):
                at = match.start(1)
                if not self._is_excused(reading, at):
                    yield GuardFinding("urgency", *reading.to_atom_span(at, at))
                    return

    def _is_excused(self, reading: DraftReading, at: int) -> bool:
        """Care for oneself may be urgent."""
        low, high = reading.find_sentence(at)
        if any(reading.belongs_to(i, "neg", "never") for i in range(max(low, at - 2), at)):
            return True
        around = range(max(low, at - 8), min(high, at + 8))
        if any(
            reading.belongs_to(i, "act_reader") and not reading.belongs_to(i, "care") for i in range(low, at)
        ):
            return any(
                reading.belongs_to(i, "care", "act_care", "emergency")
                for i in range(max(low, at - 5), min(high, at + 5))
            )
        return any(reading.belongs_to(i, "care", "act_care", "emergency", "we_do") for i in around)


def find_shouting(template: DraftTemplate, names: frozenset[str]) -> Iterator[GuardFinding]:
    """Words in capitals that are no acronym, no answer and no name of the institution."""
    text = CODE.sub(lambda code: " " * len(code[0]), template.text_without_variables)
    if not _CAPITALS.search(text):
        return
    run: list[re.Match[str]] = []
    before = ""
    for word in (*_WORD.finditer(_ORDER.sub(_strip_answers, text)), None):
        if (
            word is not None
            and _is_loud(word[0], before, names)
            and (not run or _is_near(text, run[-1], word))
        ):
            run.append(word)
        else:
            if _is_shout(run):
                yield GuardFinding("shouting", run[0].start(), run[-1].end())
            run = [word] if word is not None and _is_loud(word[0], before, names) else []
        before = _read_title(text, word) if word is not None else ""


def _strip_answers(order: re.Match[str]) -> str:
    """An order to answer, without the words in capitals that are the answers."""
    return _ANSWER.sub(lambda word: " " * len(word[0]), order[0])


def _read_title(text: str, word: re.Match[str]) -> str:
    """The word, as what may stand before a name; a sentence that ends with it stands before none."""
    ends = text[word.end() : word.end() + 1] in (".", "!", "?", ":") and len(word[0]) > _SHORT
    return "" if ends else word[0]


def _is_loud(word: str, before: str, names: frozenset[str]) -> bool:
    if len(word) < 2 or not _CAPITALS.fullmatch(word):
        return False
    return word not in _KNOWN and word.lower() not in names and before.lower() not in _TITLES


def _is_near(text: str, one: re.Match[str], other: re.Match[str]) -> bool:
    return not any(c in ".?!:" for c in text[one.end() : other.start()])


def _is_shout(run: list[re.Match[str]]) -> bool:
    return any(len(word[0]) > _SHORT for word in run) or len(run) > 1


def lower_shouting(template: DraftTemplate, names: frozenset[str]) -> str:
    """The text with what is shouted in small letters, but for the first of a sentence."""
    text = template.text
    for found in reversed(list(find_shouting(template, names))):
        words = text[found.start : found.end].lower()
        opens = not text[: found.start].strip() or text[: found.start].rstrip()[-1:] in ".?!:"
        text = text[: found.start] + (words[:1].upper() + words[1:] if opens else words) + text[found.end :]
    return text
