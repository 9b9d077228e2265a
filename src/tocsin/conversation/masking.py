"""Masking of what a person sends unasked, before a reply is stored, logged or shown.

Telephone numbers stay: a reply may list contacts. What is masked is said by its kind, in square
brackets, so that whoever reads the reply later knows that something was removed, and what.
"""

from msgspec import Struct

from tocsin.conversation.sensitive_data import SensitiveKind, SensitiveSpan, find_secrets

MASKS: dict[SensitiveKind, str] = {
    "nir": "[NIR]",
    "card": "[CARTE]",
    "iban": "[IBAN]",
    "password": "[CODE]",
}


class MaskedText(Struct, frozen=True):
    """A reply that may be kept."""

    text: str
    """The reply with each secret replaced by its mask."""
    kinds: tuple[SensitiveKind, ...]
    """Kinds removed, each once, in the order of the reply."""
    secrets: tuple[SensitiveSpan, ...]
    """Where they stood in the original text; positions only, never the characters."""


def mask_secrets(text: str) -> MaskedText:
    """The reply without its secrets.

    >>> mask_secrets("oui mon numéro est 2 69 05 49 588 157 80").text
    'oui mon numéro est [NIR]'
    """
    secrets = find_secrets(text)
    parts, at = [], 0
    for secret in secrets:
        parts += [text[at : secret.start], MASKS[secret.kind]]
        at = secret.end
    return MaskedText("".join([*parts, text[at:]]), tuple(dict.fromkeys(s.kind for s in secrets)), secrets)


def blank_spans(text: str, spans: tuple[tuple[int, int], ...]) -> str:
    """The text with these stretches turned into spaces, every other character at its place."""
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text
