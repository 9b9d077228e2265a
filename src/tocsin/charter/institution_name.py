"""An institution's name within a sentence that is written once for many: ``{institution}``.

French joins its articles: a layer writes ``de {institution}`` and ``à {institution}``, and people read *du Trésor*,
*aux Douanes*, *d'Orange*. The name is never the subject of a verb in a layer, as no rule here makes verbs agree.
"""

import re
from functools import cache
from typing import Final

from msgspec.structs import fields, replace

from tocsin.charter.schema import AnyClause, CallTariff, PointClause, Wording
from tocsin.deferred_pattern import defer_pattern
from tocsin.locale.languages import LANGUAGES

PLACEHOLDER: Final = "{institution}"
_BRACES = defer_pattern(r"\{[^{}]*\}")
_SPOT = defer_pattern(r"(?:\b(?P<joined>de|à) |(?P<start>(?:^|(?<=[.!?] ))))?\{institution\}", re.IGNORECASE)
_JOINED: Final = {"de": {"le ": "du ", "les ": "des "}, "à": {"le ": "au ", "les ": "aux "}}
_VOWELS: Final = frozenset("aeiouâàéèêëîïôöûüùæœ")


def find_unknown_placeholder(clause: AnyClause) -> tuple[str, str] | None:
    """Field and text of the first braces in a sentence that nothing fills; None where there are none."""
    for name, wording in _list_wordings(clause):
        for text in (wording.fr, wording.en, *(text for _, text in wording.others)):
            for found in _BRACES.findall(text):
                if found != PLACEHOLDER:
                    return name, found
    return None


def _list_wordings(clause: AnyClause) -> list[tuple[str, Wording]]:
    found = [(name, getattr(clause, name)) for name in _list_fields(type(clause))]
    return [(name, value) for name, value in found if isinstance(value, Wording)]


@cache
def _list_fields(kind: type[AnyClause]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def name_institution(clause: AnyClause, name: Wording) -> AnyClause:
    """The clause with the institution's name in its sentences; the same clause where none asks for it."""
    changed = {
        field: fill_wording(wording, name)
        for field, wording in _list_wordings(clause)
        if PLACEHOLDER in f"{wording.fr} {wording.en}"
    }
    made = replace(clause, **changed) if changed else clause
    if isinstance(made, PointClause) and made.tariffs:
        return replace(made, tariffs=tuple(_fill_tariff(one, name) for one in made.tariffs))
    return made


def _fill_tariff(tariff: CallTariff, name: Wording) -> CallTariff:
    return replace(tariff, wording=fill_wording(tariff.wording, name))


def translate_name(name: Wording, language: str) -> str:
    """An institution's name in a language; one that nobody translated stands there without what is English about it.

    >>> caf = Wording(fr="la Caf", en="the Caf (family allowances)")
    >>> translate_name(caf, "en"), translate_name(caf, "es")
    ('the Caf (family allowances)', 'Caf')
    """
    said = name.in_language(language)
    return said.removeprefix("the ").partition(" (")[0] if name.find_other_language(language) else said


def fill_wording(wording: Wording, name: Wording) -> Wording:
    """A sentence with the institution's name, in each language that it is written in."""
    texts = {code: wording.in_language(code) for code in LANGUAGES if code in _list_languages(wording)}
    return Wording.from_texts({code: fill_text(text, name, code) for code, text in texts.items()})


def _list_languages(wording: Wording) -> tuple[str, ...]:
    return ("fr", "en", *(code for code, _ in wording.others))


def fill_text(text: str, name: Wording, language: str) -> str:
    """A text with the institution's name, as its language joins it.

    >>> tax = Wording(fr="la Direction générale des finances publiques (impots.gouv.fr)", en="the French tax office")
    >>> fill_text("Un agent de {institution} appelle.", tax, "fr")
    'Un agent de la Direction générale des finances publiques appelle.'
    >>> fill_text("Écrivez à {institution}.", Wording(fr="les Douanes", en="the customs"), "fr")
    'Écrivez aux Douanes.'
    >>> fill_text("{institution} : un message de {institution}.", Wording(fr="Orange", en="Orange"), "fr")
    "Orange : un message d'Orange."
    >>> fill_text("{institution} does not.", tax, "en")
    'The French tax office does not.'
    """
    plain = translate_name(name, language).partition(" (")[0]

    def put(found: re.Match[str]) -> str:
        joined = found["joined"]
        if joined and language == "fr":
            return _join_french(joined, plain)
        if joined:
            return f"{joined} {plain}"
        return plain[:1].upper() + plain[1:] if found["start"] is not None else plain

    return _SPOT.sub(put, text)


def put_name(text: str, name: str, language: str) -> str:
    """A text with the whole name in the place of ``{name}``, as its language joins it.

    >>> put_name("Rien ne contredit les règles de {name}.", "le NHS (santé)", "fr")
    'Rien ne contredit les règles du NHS (santé).'
    >>> put_name("Il ne vient pas de {name}.", "EDF", "fr"), put_name("It is not from {name}.", "EDF", "en")
    ("Il ne vient pas d'EDF.", 'It is not from EDF.')
    """
    if language == "fr":
        text = _NAMED.sub(lambda found: _join_french(found[1], name), text)
    return text.replace("{name}", name)


_NAMED = defer_pattern(r"\b(de|à) \{name\}", re.IGNORECASE)


def _join_french(preposition: str, name: str) -> str:
    """``de`` or ``à`` before a name with its article, or without one."""
    for article, both in _JOINED[preposition.lower()].items():
        if name.lower().startswith(article):
            whole = both + name[len(article) :]
            return whole if preposition.islower() else whole[:1].upper() + whole[1:]
    if (
        preposition.lower() == "de"
        and not name.startswith(("la ", "l'", "l’"))
        and name[:1].lower() in _VOWELS
    ):
        return f"{preposition[0]}'{name}"
    return f"{preposition} {name}"
