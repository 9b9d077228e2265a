"""What a message reads like, as the text classifier ``frauds`` has it: a finding of its own kind.

It weighs the words together with what else was found, by kind. Only what is clear is a finding: a message that
reads more like a fraud than nearly all harmless ones do, or less than nearly all frauds do. The thresholds come
with the table, from authors left out.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from tocsin.charter.channels import CHANNELS, ChannelId
from tocsin.evidence.finding_features import list_everything_found, list_finding_features
from tocsin.evidence.lures import OWN_LURES
from tocsin.evidence.model import ClaimGround, Evidence, Field, FoundNumber, LinkTarget, TextResemblance
from tocsin.evidence.sender_forms import bears_name
from tocsin.evidence.text_classifier import (
    NOTHING,
    TextClassifier,
    WeightSums,
    find_weightiest_sentence,
    load_classifier,
    split_sentences,
)
from tocsin.evidence.word_weights import weigh_words
from tocsin.message.model import Message

TABLE = "frauds"
FEWEST_WORDS = 4
"""A text of fewer reads like nothing: one word that frauds use would decide."""


def reads_like_fraud(message: Message) -> bool:
    """Whether the words alone can warn of a message in which nothing else was found."""
    classifier = load_classifier(TABLE)
    # Most texts that a telephone gets are harmless, and nobody asks about them; a call is told by who doubts it.
    traits = message.traits
    edge = "harmless" if traits.spoken else "fraud_in_words" if traits.on_phone else "fraud"
    return (
        _is_legible(message) and _measure_message(classifier, message) >= classifier.header.thresholds[edge]
    )


def find_resemblance(message: Message, evidence: Iterable[Evidence]) -> list[Evidence]:
    """The one finding, or none, beside all others; its span is the sentence that weighs most."""
    if not _is_legible(message):
        return []
    classifier = load_classifier(TABLE)
    evidence = tuple(evidence)
    found = _weigh_findings(list_everything_found(evidence, message.text), message.channel)
    score = _measure_message(classifier, message, found)
    header = classifier.header
    edges = header.thresholds
    edge = _find_edge(edges, message, any(e.kind == "claim" for e in evidence))
    like = score >= edge and (any(_pushes(e, message) for e in evidence) or reads_like_fraud(message))
    if not like and score > edges["harmless"]:
        return []
    kind = "fraud" if like else "harmless"
    if kind == "harmless" and message.retold:
        return []  # it is the teller's own words that read so, and not what was received
    if kind == "harmless" and any(map(speaks_firmly, evidence)):
        # Anybody can show the name of an institution: it makes nothing harmless.
        score = max(score, _measure_message(classifier, message, found, heading=""))
        if score > edges["harmless"]:
            return []
    strong = score >= edges["strong_fraud"] or score <= edges["strong_harmless"]
    beyond = score >= edges.get("fraud_in_its_manner", edges["strong_fraud"])
    about = TextResemblance("strong" if strong else "clear", header.rows, header.rows_hash, beyond)
    field, start, end = _find_place(message, evidence, against=kind == "harmless")
    raw = (message.subject if field == "subject" else message.text)[start:end]
    return [Evidence("resemblance", kind, start, end, raw, field, about)]


@lru_cache(maxsize=4096)
def _weigh_findings(names: frozenset[str], channel: str) -> WeightSums:
    return load_classifier(TABLE).sum_features(list_finding_features(names, channel))


def _find_edge(edges: Mapping[str, float], message: Message, claimed: bool) -> float:
    """From where on a message of its channel reads like a fraud: further on where it claims no institution, as nearly all do
    that people get in an ordinary month."""
    of_channel = edges.get(f"fraud_{message.channel}", edges["fraud"])
    return of_channel if claimed else max(of_channel, edges.get(f"unclaimed_{message.channel}", of_channel))


def is_like_fraud(e: Evidence, *, surely: bool) -> bool:
    """Whether a finding says that the text reads like frauds; ``surely``: more so than an institution's own messages."""
    if not isinstance(e.about, TextResemblance) or e.value != "fraud":
        return False
    return e.about.beyond_manner or not surely


def is_strongly_alike(e: Evidence) -> bool:
    """Whether a finding says that the text reads strongly like what it reads like."""
    return isinstance(e.about, TextResemblance) and e.about.band == "strong"


def reads_surely_like_fraud(evidence: Iterable[Evidence], channel: ChannelId) -> bool:
    """Whether a message reads so surely like frauds that what is merely named or likened in it counts as asked; a call that
    is told, in which others speak too, must read like them more surely still."""
    traits = CHANNELS[channel]
    told = traits.spoken and not traits.recorded
    alike = (e for e in evidence if e.kind == "resemblance" and is_like_fraud(e, surely=True))
    return any(not told or is_strongly_alike(e) for e in alike)


def speaks_firmly(e: Evidence) -> bool:
    """Whether a claim rests on more than words that others use too."""
    return isinstance(e.about, ClaimGround) and e.about.rests_on != "text"


def _is_legible(message: Message) -> bool:
    """Whether there are words enough, and no bytes that are no text."""
    enough = len(message.text.split(None, FEWEST_WORDS)) >= FEWEST_WORDS or bool(message.subject)
    return enough and "\0" not in message.text


def _measure_message(
    classifier: TextClassifier,
    message: Message,
    found: WeightSums = NOTHING,
    heading: str | None = None,
) -> float:
    text = f"{message.subject}\n{message.text}" if message.subject else message.text
    shown = message.sender if heading is None else heading
    return classifier.measure_likeness(weigh_words(TABLE, text, message.channel), shown, found)


def _pushes(e: Evidence, message: Message) -> bool:
    """Whether a finding wants or tempts; without any, as in quiet messages (``quiet_messages``) and in whatever an
    institution only lets know, the words alone must be like those of frauds."""
    if e.kind == "lure":
        return e.value not in OWN_LURES
    if isinstance(e.about, FoundNumber):
        return e.about.role == "callback" or e.about.tariff == "premium"
    if isinstance(e.about, LinkTarget):
        if message.traits.on_phone and bears_name(e.about.domain, message.sender):
            return False
        return e.about.standing != "public" or bool(e.about.shown)
    return e.kind in ("ask", "account", "deed")


def _find_place(message: Message, evidence: tuple[Evidence, ...], *, against: bool) -> tuple[Field, int, int]:
    """The sentence that weighs most, of the text or else of the subject; where no words weigh, that of a finding."""
    sign = -1 if against else 1
    fields: tuple[tuple[Field, str], ...] = (("text", message.text), ("subject", message.subject))
    for field, text in fields:
        start, end = find_weightiest_sentence(
            text, lambda said: sign * weigh_words(TABLE, said, message.channel).sums[0]
        )
        if end:
            return field, start, end
    places = [] if against else [e.start for e in evidence if e.field == "text" and e.end > e.start]
    sentences = split_sentences(message.text) if places else ()
    around = ((start, end) for start, end in sentences if start <= places[0] < end)
    return "text", *next(around, (0, 0))
