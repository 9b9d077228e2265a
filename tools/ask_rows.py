"""The rows by which it is learned what a fraud asks: what counts of each, what it asks, and what rules found of that."""

from collections.abc import Iterable
from typing import Final, NamedTuple

from tocsin.charter.items import ITEMS
from tocsin.evaluation.asked_reasons import ITEM_NAMES
from tocsin.evidence.finding_features import MARK, list_finding_features
from tocsin.evidence.learned_asks import list_asking_sentences, list_items
from tocsin.evidence.text_classifier import list_text_features
from tocsin.message.model import Message
from tools.message_rows import list_message_rows
from tools.training_findings import digest_row, load_findings, read_row_message

_OTHER_ASKS: Final = {
    "remote_access": "remote_access",
    "install": "remote_access",
    "open_attachment": "attachment",
    **dict.fromkeys(("callback", "call_back"), "unknown_callback"),
    **dict.fromkeys(("click", "link"), "hidden_link"),
}
"""Words of authors for what is no item -> the kind of reason."""
_PERSONAL: Final = frozenset(("personal_data", "personal", "identity_document", "medical", "health"))
_UNTOLD: Final = (ITEMS["identity_document"].kind, ITEMS["medical"].kind)
"""What may be meant by *personal_data*, for whose author there was no other word."""
_FOUND: Final = {
    "#link:": "hidden_link",
    "#number:callback:": "unknown_callback",
    "#attachment": "attachment",
    "#lure:lure_disarm": "remote_access",
}
"""How the names of findings begin by which something is asked that is no item -> the kind of reason."""


class AskingText(NamedTuple):
    """What counts of a fraud, and what it asks."""

    features: tuple[str, ...]
    asked: tuple[str, ...]
    """Kinds of reason, and items of kinds that have several."""
    found: tuple[str, ...]
    """Kinds of reason for what the rules found that it asks."""
    author: str
    channel: str
    sentences: tuple[str, ...]
    """Those by which something may be asked."""
    untold: tuple[str, ...] = ()
    """Kinds of reason of which the author's words do not tell whether it asks them: such a row says nothing of them."""


def read_asking_texts() -> list[AskingText]:
    """Every fraud of the rounds, whose authors say what it asks."""
    findings = load_findings()
    texts = []
    for author, row in list_message_rows():
        if "asks" not in row or row["expect"]["verdict"][0] not in ("imposture", "suspicious"):
            continue
        found = findings[digest_row(row)]
        channel = row.get("channel", "")
        words = list_text_features(
            f"{row.get('subject') or ''}\n{row['text']}", channel, row.get("sender") or ""
        )
        features = sorted(words | list_finding_features(found, channel))
        asked = tuple(sorted(set(_list_columns(row["asks"]))))
        untold = tuple(k for k in _UNTOLD if "personal_data" in row["asks"] and k not in asked)
        rules = tuple(sorted(set(_list_found(found))))
        sentences = tuple(_list_sentences(read_row_message(row)))
        texts.append(AskingText(tuple(features), asked, rules, author, channel, sentences, untold))
    return texts


def _list_sentences(message: Message) -> Iterable[str]:
    for field, start, end in list_asking_sentences(message):
        yield (message.subject if field == "subject" else message.text)[start:end]


def _list_columns(asks: Iterable[str]) -> Iterable[str]:
    for word in asks:
        # Papers and what is told of one's health are data of a person too, and the brief that has this word has none for
        # them: the column tells of them all, and those of each say which it is.
        if word in _PERSONAL:
            yield ITEMS["personal"].kind
        item = ITEM_NAMES.get(word, word)
        if item in ITEMS:
            kind = ITEMS[item].kind
            yield from (kind, item) if len(list_items(kind)) > 1 else (kind,)
        elif word in _OTHER_ASKS:
            yield _OTHER_ASKS[word]


def _list_found(findings: Iterable[str]) -> Iterable[str]:
    asked = f"{MARK}ask:"
    for name in findings:
        if name.startswith(asked):
            yield ITEMS[name.removeprefix(asked)].kind
        yield from (kind for begins, kind in _FOUND.items() if name.startswith(begins))
