"""What a message reads like, as the text classifier ``frauds`` has it: a finding of its own kind.

Only what is clear is a finding: a text that reads more like a fraud than nearly all harmless messages do, or
less than nearly all frauds do. The thresholds come with the table, from authors left out.
"""

from tocsin.evidence.model import Evidence, Field, TextResemblance
from tocsin.evidence.text_classifier import TextClassifier, load_classifier
from tocsin.message.model import Message

TABLE = "frauds"


def reads_like_fraud(message: Message) -> bool:
    """Whether there is a finding that can warn of a message in which nothing else was found."""
    classifier = load_classifier(TABLE)
    return _measure_message(classifier, message) >= classifier.header.thresholds["fraud"]


FEWEST_WORDS = 4
"""A text of fewer reads like nothing: one word that frauds use would decide."""


def _measure_message(classifier: TextClassifier, message: Message) -> float:
    if len(message.text.split(None, FEWEST_WORDS)) < FEWEST_WORDS and not message.subject:
        return 0.0
    if "\0" in message.text:  # bytes that are no text
        return 0.0
    return classifier.measure_likeness(f"{message.subject}\n{message.text}", message.channel, message.sender)


def find_resemblance(message: Message) -> list[Evidence]:
    """The one finding, or none; its span is the sentence that weighs most."""
    classifier = load_classifier(TABLE)
    score = _measure_message(classifier, message)
    header = classifier.header
    edges = header.thresholds
    if edges["harmless"] < score < edges["fraud"]:
        return []
    kind = "fraud" if score >= edges["fraud"] else "harmless"
    strong = score >= edges["strong_fraud"] or score <= edges["strong_harmless"]
    about = TextResemblance("strong" if strong else "clear", header.rows, header.rows_hash)
    field, (start, end) = _find_place(classifier, message, against=kind == "harmless")
    raw = (message.subject if field == "subject" else message.text)[start:end]
    return [Evidence("resemblance", kind, start, end, raw, field, about)]


def _find_place(
    classifier: TextClassifier, message: Message, *, against: bool
) -> tuple[Field, tuple[int, int]]:
    """The sentence that weighs most, of the text; of the subject, where no sentence of the text weighs."""
    place = classifier.find_weightiest_sentence(message.text, message.channel, against=against)
    if place == (0, 0) and message.subject:
        return "subject", classifier.find_weightiest_sentence(
            message.subject, message.channel, against=against
        )
    return "text", place
