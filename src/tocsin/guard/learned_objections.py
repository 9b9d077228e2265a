"""Default-deny: a sentence leaves only where it reads like what the institution says, and not like what it never asks.

Three classifiers read every sentence (``tools/guard_sentences.py`` has what they learned from): whether it asks for
something that is not declared, however courteously; whether it threatens; and, in a text to a contact, whether
it lets guess who named them. A fourth reads the draft as a whole, as *répondez JE PRENDS* is known by what stands
around it: its likeness is added to that of each sentence. A sentence above its threshold is held back; people may let it through.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache, cached_property
from typing import Any

from msgspec.structs import replace

from tocsin.charter import compiled_tables
from tocsin.charter.view import DatedCharter
from tocsin.evidence.text_classifier import TextClassifier, load_classifier
from tocsin.guard.draft_sentences import DraftSentence, split_sentences
from tocsin.guard.draft_template import DraftTemplate
from tocsin.guard.finding import GuardFinding
from tocsin.guard.permitted_words import list_unpermitted_words
from tocsin.guard.sentence_features import FOREIGN_LINK, addresses_reader, list_sentence_features

_LEAST_ALONE = {"guard_asks": -3.5, "guard_threats": 1.0, "guard_hints": -1.0}
"""Log-odds that a sentence has by itself at least, whatever stands around it, to be told as of this kind."""
_MOST_CALM = 3.0
"""Log-odds that the draft takes from a sentence at most: an ask does not hide behind much that is fine."""
_PER_WORD = 1.25
"""Log-odds that each word adds to an ask which no permitted text has; chosen on authors left out."""
_MOST_WORDS = 3
"""Such words that count, and that are told."""


class DraftSentences:
    """The sentences of a draft, its variables by what they stand for."""

    def __init__(self, template: DraftTemplate, names: frozenset[str] = frozenset()) -> None:
        self._filled = template.filled_with_kinds
        self._names = names
        self.sentences = split_sentences(self._filled)

    def list_unpermitted_words(self, sentence: DraftSentence) -> list[str]:
        """Words of a sentence that no permitted text has, without those of the institution's name."""
        return list_unpermitted_words(sentence, self._names)

    def find_span(self, sentence: DraftSentence) -> tuple[int, int]:
        """Where a sentence stands in the draft."""
        return self._filled.to_template_span(*sentence.span)

    @cached_property
    def features(self) -> list[list[str]]:
        """What counts of each sentence, in order of name; where a link leads is judged by a rule."""
        return [
            sorted(f for f in list_sentence_features(self.sentences, at) if FOREIGN_LINK not in f)
            for at in range(len(self.sentences))
        ]

    @cached_property
    def likeness(self) -> float:
        """How much the draft as a whole reads like what must not leave: log-odds."""
        return load_classifier("guard_drafts").measure_features(sorted(set().union(*self.features)))


def list_calm_spans(draft: DraftSentences) -> list[tuple[int, int]]:
    """Spans of the draft, in order, of sentences that surely ask nothing: to name a secret there is no ask."""
    classifier = load_classifier("guard_asks")
    calm = classifier.header.thresholds["calm"]
    return [
        draft.find_span(sentence)
        for sentence, features in zip(draft.sentences, draft.features, strict=True)
        if classifier.measure_features(features) + draft.likeness <= calm
    ]


def find_undeclared_asks(
    draft: DraftSentences, view: DatedCharter, programme: str, lang: str
) -> Iterator[GuardFinding]:
    """Sentences that read like asks which nobody declared, each with what it seems to ask and the clause on that."""
    classifier = load_classifier("guard_asks")
    for sentence, features in _find_likely(draft, classifier):
        topic = _find_topic(classifier, features)
        item = topic.get("item")
        fill = {
            "topic": topic[lang],
            "instead": topic[f"instead_{lang}"],
            "words": _say_words(draft.list_unpermitted_words(sentence), lang),
        }
        clause = view.find_ask(item, "sms", programme=programme) if item else None
        yield GuardFinding("undeclared_ask", *draft.find_span(sentence), clause=clause, fill=fill)


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


def find_hints_of_case(draft: DraftSentences) -> Iterator[GuardFinding]:
    """Sentences that read like hints of who named the contact."""
    for sentence, _ in _find_likely(draft, load_classifier("guard_hints")):
        yield GuardFinding("identifies_case", *draft.find_span(sentence), rule="identifies_case")


def find_threats(draft: DraftSentences) -> Iterator[GuardFinding]:
    """Sentences that read as if the reader were to lose something unless they obey, or obey at once."""
    for sentence, _ in _find_likely(draft, load_classifier("guard_threats")):
        yield GuardFinding("threat", *draft.find_span(sentence))


def _find_likely(
    draft: DraftSentences, classifier: TextClassifier
) -> Iterator[tuple[DraftSentence, Sequence[str]]]:
    """Sentences above their threshold, each with its features."""
    edges = classifier.header.thresholds
    for sentence, features in zip(draft.sentences, draft.features, strict=True):
        edge = edges["block"]
        if not addresses_reader(features):
            edge = edges.get("block_statement", edge)
        alone = classifier.measure_features(features)
        if alone < _LEAST_ALONE[classifier.header.name]:
            continue
        weight = alone + max(draft.likeness, -_MOST_CALM)
        if addresses_reader(features) and classifier.header.name == "guard_asks":
            weight += _PER_WORD * min(len(draft.list_unpermitted_words(sentence)), _MOST_WORDS)
        if weight >= edge:
            yield sentence, features


def _find_topic(classifier: TextClassifier, features: Sequence[str]) -> dict[str, str]:
    """What a sentence seems to ask for: an answer under a threat, where it is likelier one, or what the concept that weighs most says."""
    topics = _load_topics()
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
def _load_topics() -> dict[str, dict[str, str]]:
    """What concepts are called, the item of the charter that each is, if any, and what to write instead."""
    table: Any = compiled_tables.get_table("guard/wording")
    topics: dict[str, dict[str, str]] = table["topics"]
    return topics
