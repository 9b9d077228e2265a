"""Passwords and codes, found by the words that announce them: they have no shape of their own."""

import re

from tocsin.conversation.phrases import Phrasebook
from tocsin.conversation.reply_words import ReplyWord, parse_word_set, split_words

_ANNOUNCED = Phrasebook(
    [
        (
            "password",
            """
            mot|mots de passe|passes
            mdp
            motdepasse
            password|passwd|pwd|passphrase
            identifiant et mot de passe
            """,
        ),
        (
            "code",
            """
            code|codes secret|confidentiel|pin|sms|recu|banque|bancaire|carte|acces?
            code
            pin
            digicode
            cryptogramme
            cvv
            """,
        ),
        ("other", "code|codes postal|postaux|barre|promo|insee|couleur|couleurs"),
    ]
)
_LINKS = parse_word_set(
    """
    est c ce cest ces cet ct set is s de du d ma mon le la l a carte bleue sms recu que j ai actuel ameli compte
    mail messagerie session site internet espace perso account my the for
    """
)
_SILENT_LINKS = parse_word_set(
    """
    de du d ma mon le la l a carte bleue sms ameli compte mail messagerie session site internet espace
    perso account my the for
    """
)
"""Links that do not say that a value follows: ``mot de passe de ma session``."""
_SHORTEST_CHOSEN = 6
_NOT_VALUES = parse_word_set(
    """
    oublie oubliee perdu bloque bloquee expire refuse faux incorrect bon correct change pas plus jamais
    trop quoi ou et mais a ne n je vous svp merci forgotten wrong lost not what incorrect bien celui
    different
    """
)


def find_passwords(text: str) -> list[tuple[int, int]]:
    """Spans of what is given as a password or a code, in order."""
    every = split_words(text)
    found: list[tuple[int, int]] = []
    for hit in _ANNOUNCED.find_longest(every):
        value = _find_value(text, every, hit.end, hit.name) if hit.name != "other" else None
        if value and not (found and found[-1][1] > value[0]):
            found.append(value)
    return found


def _find_value(text: str, every: tuple[ReplyWord, ...], at: int, name: str) -> tuple[int, int] | None:
    """Span of what is given as the password after its announcement: up to the next space.

    A code must hold a digit; a password may be a word, if ``est`` or a colon brings it.
    """
    stated = False
    while at < len(every) and (every[at].folded in _LINKS or every[at].folded in (":", "=", "«", '"', "(")):
        stated = stated or every[at].folded not in _SILENT_LINKS
        at += 1
    if at >= len(every) or every[at].folded in _NOT_VALUES or every[at].folded in (".", "?", "!", ",", "\n"):
        return None
    start = every[at].start
    end = _find_value_end(text, start)
    value = text[start:end]
    if name == "code" and sum(c.isdigit() for c in value) < 3 and not (stated and _is_chosen(value)):
        return None
    if name == "password" and not (stated or any(c.isdigit() for c in value)):
        return None
    return start, end


def _is_chosen(value: str) -> bool:
    """``Girafe!82``: letters and figures, as people make a password, whatever they call it."""
    return len(value) >= _SHORTEST_CHOSEN and any(map(str.isdigit, value)) and any(map(str.isalpha, value))


def _find_value_end(text: str, start: int) -> int:
    """The next space, less the punctuation before it; digits typed in groups belong together."""
    end = start
    while end < len(text) and not text[end].isspace():
        end += 1
    more = re.compile(r"(?: [0-9]{1,4})+(?![0-9])").match(text, end) if text[start:end].isdigit() else None
    return more.end() if more else start + len(text[start:end].rstrip(".,;!?)»\"'"))
