"""Default-deny: a sentence leaves only where it reads like what the institution says, and not like what it never asks.

Three classifiers read every sentence (``tools/guard_sentences.py`` has what they learned from): whether it asks for
something that is not declared, however courteously; whether it threatens; and, in a text to a contact, whether
it lets guess who named them. A fourth reads the draft as a whole, as *répondez JE PRENDS* is known by what stands
around it: its likeness is added to that of each sentence. A sentence above its threshold is held back; people may let it through.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache, cached_property
from itertools import pairwise, zip_longest
from typing import Any, NamedTuple

from msgspec.structs import replace

from tocsin.charter import compiled_tables
from tocsin.charter.view import DatedCharter
from tocsin.evidence.text_classifier import TextClassifier, load_classifier
from tocsin.guard.approved_sentences import find_approved
from tocsin.guard.denials import excepts_us, is_thrown_away
from tocsin.guard.draft_sentences import DraftSentence, split_sentences
from tocsin.guard.draft_template import DraftTemplate
from tocsin.guard.finding import GuardFinding
from tocsin.guard.permitted_words import list_unpermitted_words
from tocsin.guard.sentence_features import addresses_reader, leads_elsewhere, list_sentence_features

_LEAST_ALONE = {"guard_asks": -3.5, "guard_threats": 1.0, "guard_hints": 0.0}
"""Log-odds by itself from which on a sentence is told as of this kind, of several that it may be."""
_LEAST = {"guard_asks": -4.0, "guard_threats": -2.0, "guard_hints": -1.0}
"""Log-odds by itself below which a sentence asks, threatens or lets guess nothing, whatever stands around it."""
_MOST_CALM = 1.8
"""Log-odds that the draft takes from a sentence at most: an ask does not hide behind much that is fine."""
_OWN_RESULT = frozenset(("votre test", "votre resul-", "your test", "your resul-"))
_SOMEBODY = frozenset((".kin", ".trade", "xvarname"))
"""What counts of a sentence that may speak of somebody else."""
_WHO = frozenset(("qui", "who"))
_HINTED = frozenset((".event", ".spot", ".place_met", ".day", "/order"))
"""What counts of a sentence that says more than that, or promises to: *si vous tenez à savoir qui, répondez OUI*."""
_WONDERS = frozenset(("savoir", "wonder", "wondering", "curieux", "curious", "vous deman-"))
"""What counts of a sentence about the wish to know who it was: *vous vous demandez qui*."""
_PER_WORD = 1.6
"""Log-odds that each word adds to an ask which no permitted text has; chosen on authors left out."""
_MOST_WORDS = 3
"""Such words that count, and that are told."""


class DraftSentences:
    """The sentences of a draft, its variables by what they stand for."""

    def __init__(self, template: DraftTemplate, names: frozenset[str] = frozenset()) -> None:
        self._filled = template.filled_with_kinds
        self._names = names
        self.sentences = split_sentences(self._filled)
        self.approved = find_approved(self.sentences, names)
        """Of each sentence, whether it is one of our own fixed texts, of which the classifiers say nothing."""
        self.thrown_away = [is_thrown_away(*pair) for pair in zip_longest(self.sentences, self.sentences[1:])]
        """Of each sentence, whether it names what came and was deleted: it asks nothing."""

    def list_unpermitted_words(self, sentence: DraftSentence) -> list[str]:
        """Words of a sentence that no permitted text has, without those of the institution's name."""
        return list_unpermitted_words(sentence, self._names)

    def find_span(self, sentence: DraftSentence) -> tuple[int, int]:
        """Where a sentence stands in the draft."""
        return self._filled.to_template_span(*sentence.span)

    def list_whole_spans(self) -> list[tuple[int, int]]:
        """Where each sentence stands in the draft, up to where the next one begins: with its mark."""
        bounds = [*(sentence.span[0] for sentence in self.sentences), len(self._filled.text)]
        return [self._filled.to_template_span(*span) for span in pairwise(bounds)]

    @cached_property
    def features(self) -> list[list[str]]:
        """What counts of each sentence, in order of name; where a link or a number leads is judged by a rule."""
        return [
            sorted(f for f in list_sentence_features(self.sentences, at) if not leads_elsewhere(f))
            for at in range(len(self.sentences))
        ]

    @cached_property
    def likeness(self) -> float:
        """How much the draft as a whole reads like what must not leave: log-odds."""
        return load_classifier("guard_drafts").measure_features(sorted(set().union(*self.features)))


def list_calm_spans(draft: DraftSentences, name: str = "guard_asks") -> list[tuple[int, int]]:
    """Spans of the draft, in order, of sentences that surely ask nothing, or let guess nothing: what rules find there counts for
    nothing. A sentence that excepts us is never sure: *ne le donnez à personne, sauf à notre agent*."""
    classifier = load_classifier(name)
    calm = classifier.header.thresholds["calm"]
    return [
        span
        for span, sentence, features, approved, thrown in zip(
            draft.list_whole_spans(),
            draft.sentences,
            draft.features,
            draft.approved,
            draft.thrown_away,
            strict=True,
        )
        if approved
        or (thrown and name == "guard_asks")
        or (
            classifier.measure_features(features) + draft.likeness <= calm
            and not excepts_us([word.text for word in sentence.words])
        )
    ]


def find_learned_objections(
    draft: DraftSentences, view: DatedCharter, programme: str, lang: str, *, hidden: bool
) -> Iterator[GuardFinding]:
    """What the classifiers hold against sentences; ``hidden``: whether none may let guess who is ill."""
    names = [name for name in _LEAST_ALONE if hidden or name != "guard_hints"]
    for sentence, features, approved, thrown in zip(
        draft.sentences, draft.features, draft.approved, draft.thrown_away, strict=True
    ):
        if approved or sentence.only_tells_how_to_answer:
            continue
        weighed = [
            _weigh_sentence(draft, sentence, features, load_classifier(name))
            for name in names
            if not (name == "guard_asks" and thrown)
            and (name != "guard_hints" or not (speaks_of_nobody(features) or sentence.only_lists_for_whom))
        ]
        for name in _choose_told(weighed):
            yield _tell_objection(name, draft, sentence, features, view, programme, lang)


def speaks_of_nobody(features: Iterable[str]) -> bool:
    """Whether a sentence speaks of the reader's own test, or of the wish to know who it was, and of nobody else: it lets guess
    nothing."""
    said = frozenset(features)
    if not _SOMEBODY.isdisjoint(said):
        return False
    wonders = not _WHO.isdisjoint(said) and not _WONDERS.isdisjoint(said) and _HINTED.isdisjoint(said)
    return wonders or not _OWN_RESULT.isdisjoint(said)


class _WeighedSentence(NamedTuple):
    """What one classifier says of a sentence."""

    over: float
    """Log-odds above its threshold, in its draft."""
    alone: float
    """Log-odds by itself."""
    name: str


def _weigh_sentence(
    draft: DraftSentences, sentence: DraftSentence, features: Sequence[str], classifier: TextClassifier
) -> _WeighedSentence:
    edges, name = classifier.header.thresholds, classifier.header.name
    alone = classifier.measure_features(features)
    weight = alone + max(draft.likeness, -_MOST_CALM)
    edge = edges["block"]
    if not addresses_reader(features):
        edge = edges.get("block_statement", edge)
    elif name == "guard_asks":
        weight += _PER_WORD * min(len(draft.list_unpermitted_words(sentence)), _MOST_WORDS)
    return _WeighedSentence(weight - edge, alone, name)


def _choose_told(weighed: Sequence[_WeighedSentence]) -> list[str]:
    """As what a sentence is told: as all that it reads like by itself, else as what it is likeliest in its draft."""
    above = [one for one in weighed if one.over >= 0 and one.alone >= _LEAST[one.name]]
    sure = [one.name for one in above if one.alone >= _LEAST_ALONE[one.name]]
    return sure or [one.name for one in above if one == max(above)]


def _tell_objection(
    name: str,
    draft: DraftSentences,
    sentence: DraftSentence,
    features: Sequence[str],
    view: DatedCharter,
    programme: str,
    lang: str,
) -> GuardFinding:
    """With what an ask seems to be for, and the clause on that."""
    span = draft.find_span(sentence)
    if name == "guard_hints":
        return GuardFinding("identifies_case", *span, rule="identifies_case")
    if name == "guard_threats":
        return GuardFinding("threat", *span)
    topic = _find_topic(load_classifier(name), features)
    item = topic.get("item")
    fill = {
        "topic": topic[lang],
        "instead": topic[f"instead_{lang}"],
        "words": _say_words(draft.list_unpermitted_words(sentence), lang),
    }
    clause = view.find_ask(item, "sms", programme=programme) if item else None
    return GuardFinding("undeclared_ask", *span, clause=clause, fill=fill)


def _say_words(words: Sequence[str], lang: str) -> str:
    """Which words no permitted text has; empty where there is none."""
    if not words:
        return ""
    table: Any = compiled_tables.get_table("guard/wording")
    return str(table["unpermitted"][lang]).format(words=", ".join(words[:_MOST_WORDS]))


def quote_template(findings: Iterable[GuardFinding], template: DraftTemplate) -> Iterator[GuardFinding]:
    """Findings in the template that a text was made from: the sentence is told, and has no place in the text."""
    for finding in findings:
        fill = {**finding.fill, "quote": template.text[finding.start : finding.end]}
        yield replace(finding, start=-1, end=-1, fill=fill)


def _find_topic(classifier: TextClassifier, features: Sequence[str]) -> dict[str, str]:
    """What a sentence seems to ask for: an answer under a threat, where it is likelier one, or what the concept that weighs most says."""
    topics = load_topics()
    if load_classifier("guard_threats").measure_features(features) >= _LEAST_ALONE["guard_threats"]:
        return topics["punishment"]
    weights: dict[str, int] = {}
    for feature in features:
        concept = feature[1:].partition("/")[0].partition("+")[0]
        if feature[0] == "." and concept in topics:
            weights[concept] = weights.get(concept, 0) + classifier.weights.get(feature, 0)
    best = max(weights, key=lambda concept: (weights[concept], concept), default="")
    return topics[best if best and weights[best] > 0 else "unknown"]


@cache
def load_topics() -> dict[str, dict[str, str]]:
    """What concepts are called, the item of the charter that each is, if any, and what to write instead."""
    table: Any = compiled_tables.get_table("guard/wording")
    topics: dict[str, dict[str, str]] = table["topics"]
    return topics
