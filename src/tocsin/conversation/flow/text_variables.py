"""Texts with variables: ``Assurance Maladie{to} : bonjour {given_name}. Réf. {code}``."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import lru_cache

from tocsin.charter.schema import Wording
from tocsin.charter.words import translate_wording
from tocsin.conversation.flow.schema import Flow, FlowFact
from tocsin.message import gsm7
from tocsin.protocol.wording import format_long_date

CODE = "code"
"""The issue code: left in place, for the register puts it in."""
TO = "to"
"""Whom the SMS is for, where a phone is shared: empty, or `` pour Léa``."""
BUILT_IN = frozenset({CODE, TO})
PARAMETERS = frozenset({"people", "who", "answer", "window", "call_code"})
"""Variables of the common texts alone: the people noted so far, those whose number is missing, the answer that was
understood; when a call will be made, and what the agent says first in it."""

LONGEST_NAME = 25
"""Characters of a name in an SMS; a longer one is not shown."""

LIST_ROOM = 200
"""Characters that a list of people may take in one SMS."""

_VARIABLE = re.compile(r"\{([a-z_]+)\}")
_NAME = re.compile(r"[^\W\d_]+(?:[ '’.-]{1,2}[^\W\d_]+){0,4}\.?")
_WINDOW = Wording("le {0} entre {1} et {2}", "on {0} between {1} and {2}")
_TO = Wording(" pour {}", " for {}")


def list_variables(text: str) -> tuple[str, ...]:
    """Names of the variables of a text, in order.

    >>> list_variables("Bonjour {given_name}. Réf. {code}")
    ('given_name', 'code')
    """
    return tuple(_VARIABLE.findall(text))


@lru_cache(maxsize=2048)
def _split_at_variables(text: str) -> tuple[str, ...]:
    """The text cut at its variables: what is fixed, and the names, in turn."""
    return tuple(_VARIABLE.split(text))


def fill_variables(text: str, values: Mapping[str, str]) -> str:
    """The text with its variables replaced; one without a value, such as the code, stays in its place.

    >>> fill_variables("Bonjour {given_name}. Réf. {code}", {"given_name": "Léa"})
    'Bonjour Léa. Réf. {code}'
    """
    pieces = _split_at_variables(text)
    return "".join(p if i % 2 == 0 else values.get(p, f"{{{p}}}") for i, p in enumerate(pieces))


def to_gsm7_text(text: str) -> str:
    """The text in the GSM 7-bit alphabet, as far as there are substitutes."""
    return text if gsm7.fits_gsm7(text) else gsm7.apply_substitutes(text)


def clean_name(name: str) -> str:
    """A name as an SMS may show it; empty where it is no plain name: a list of contacts can hold anything.

    A name in an alphabet that an SMS of this kind cannot write (``Юлия``) is not shown either.

    >>> clean_name("  Marie-Hélène "), clean_name("Léa bit.ly/x"), clean_name("A" * 40)
    ('Marie-Hélène', '', '')
    """
    name = " ".join(name.split())
    sound = len(name) <= LONGEST_NAME and _NAME.fullmatch(name) and "." not in name[:-1]
    return name if sound and (name.isascii() or gsm7.fits_gsm7(to_gsm7_text(name))) else ""


def format_fact(fact: FlowFact, value: str | int | bool | Wording | None, lang: str) -> str:
    """A fact as a text shows it."""
    if value is None:
        return translate_wording(fact.otherwise, lang)
    if isinstance(value, Wording):
        return translate_wording(value, lang)
    if fact.kind == "name":
        return clean_name(str(value)) or translate_wording(fact.otherwise, lang)
    if fact.kind == "day":
        return translate_wording(format_long_date(date.fromisoformat(str(value)), year=False), lang)
    return str(value)


def format_addressee(name: str, lang: str) -> str:
    """`` pour Léa``, or nothing where the name cannot be shown."""
    name = clean_name(name)
    return translate_wording(_TO, lang).format(name) if name else ""


def format_call_window(begins: datetime, ends: datetime) -> Wording:
    """When a call will be made, on the person's own clock: both moments are local, and of one day.

    >>> at = datetime(2021, 3, 4, 14)
    >>> said = format_call_window(at, at.replace(hour=16))
    >>> said.fr, said.en
    ('le jeudi 4 mars entre 14 h et 16 h', 'on Thursday 4 March between 14:00 and 16:00')
    """
    day = format_long_date(begins.date(), year=False)
    return Wording(
        _WINDOW.fr.format(day.fr, _format_hour(begins), _format_hour(ends)),
        _WINDOW.en.format(day.en, f"{begins:%H:%M}", f"{ends:%H:%M}"),
    )


def _format_hour(at: datetime) -> str:
    return f"{at.hour} h {at:%M}" if at.minute else f"{at.hour} h"


_WORST: dict[str, Wording] = {
    "name": Wording("Marie-Antoinette Delacroix"[:LONGEST_NAME], "Marie-Antoinette Delacroix"[:LONGEST_NAME]),
    "day": Wording("mercredi 22 septembre", "Wednesday 22 September"),
    "number": Wording("999", "999"),
    "flag": Wording("true", "true"),
}
_LONGEST_WINDOW = format_call_window(
    datetime(2021, 9, 22, 14, 30, tzinfo=UTC), datetime(2021, 9, 22, 16, 30, tzinfo=UTC)
)
_LONG_NAME = "Marie-Antoinette"


def _fill_list_room(one: str) -> str:
    """A list that takes the whole room."""
    return ", ".join([one] * (LIST_ROOM // (len(one) + 2)) + ["+ 29"])


def find_longest_values(flow: Flow, lang: str) -> Mapping[str, str]:
    """The longest value of every variable, as it is shown."""
    one = f"{_LONG_NAME} ({'fin' if lang == 'fr' else 'ending'} 12 34)"
    usual = _WORST["name"]
    facts = {
        n: translate_wording(fact.worst or _WORST.get(fact.kind, usual), lang)
        for n, fact in flow.facts.items()
    }
    return facts | {
        TO: format_addressee(usual.fr, lang),
        "people": _fill_list_room(one),
        "who": _fill_list_room(_LONG_NAME),
        "answer": translate_wording(_WORST["day"], lang),
        "window": translate_wording(_LONGEST_WINDOW, lang),
        "call_code": "402 817 402 817",
    }
