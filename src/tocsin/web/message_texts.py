"""The texts that our own SMS say, published: for people to compare, for the feed, and as data."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, Final

import msgspec
from msgspec import Struct

from tocsin.charter.schema import Charter, Wording
from tocsin.charter.words import format_day, translate_wording
from tocsin.conversation.flow.text_variables import fill_variables, list_variables
from tocsin.locale.languages import get_language
from tocsin.locale.paris_time import find_paris_day
from tocsin.message_templates.texts_in_force import (
    TextInForce,
    WordingStart,
    list_texts_in_force,
    list_wording_starts,
)
from tocsin.runtime.clock import read_clock_from_environment
from tocsin.store import database
from tocsin.verdict.institution_choice import DEFAULT
from tocsin.web import store_pool
from tocsin.web.language import Lang

FORMAT: Final = "tocsin-texts/1"
"""Says how to read the data; another shape would have another number."""
MOST: Final = 100
"""Changes that are told, the last ones: readers of a feed come back."""
_BLANKS: Final = {
    "given_name": Wording("[prénom]", "[first name]"),
    "to": Wording("", ""),
    "code": Wording("[code]", "[code]"),
    "people": Wording("[noms]", "[names]"),
    "who": Wording("[noms]", "[names]"),
    "answer": Wording("[réponse]", "[answer]"),
    "instructions": Wording("[consignes]", "[what to do]"),
}
_ANY: Final = Wording("[date]", "[date]")


class PublishedText(Struct, frozen=True):
    id: str
    words: str
    """Its blanks named: ``[prénom]``."""
    since: str
    """A day in words; empty where it was never changed."""


class PublishedTextGroup(Struct, frozen=True):
    name: str
    """Of the flow; ``common`` for what all of them get."""
    for_whom: str
    texts: tuple[PublishedText, ...]


def has_store() -> bool:
    """Whether this site belongs to a service that sends SMS at all."""
    try:
        database.read_store_url()
    except database.NoStore:
        return False
    return True


def list_text_groups(charter: Charter, lang: Lang) -> list[PublishedTextGroup] | None:
    """The texts of this moment, flow by flow; None where the site sends none.

    Raises ``store.StoreUnavailable``.
    """
    if charter.id != DEFAULT or not has_store():
        return None
    found: dict[str, list[TextInForce]] = {}
    for one in _texts_in_force():
        found.setdefault(one.text.group, []).append(one)
    return [
        PublishedTextGroup(
            name,
            translate_wording(some[0].text.flows[0].name, lang),
            tuple(_published_text(one, lang) for one in some),
        )
        for name, some in found.items()
    ]


def list_text_changes(charter: Charter) -> list[tuple[date, list[WordingStart]]]:
    """Days on which words changed, the newest first; none where the store is away or there is none."""
    if charter.id != DEFAULT or not has_store():
        return []
    found: dict[date, list[WordingStart]] = {}
    try:
        with store_pool.store_connection() as connection:
            for one in list_wording_starts(connection, read_clock_from_environment().now())[-MOST:]:
                found.setdefault(find_paris_day(one.at), []).append(one)
    except store_pool.StoreUnavailable:
        return []
    return sorted(found.items(), reverse=True)


def describe_text_change(one: WordingStart, lang: Lang) -> str:
    """A change as a line: which text, which version, and its words."""
    colon = get_language(lang).colon
    words = _name_blanks(translate_wording(one.rewording.text, lang), lang)
    return f"{one.rewording.template} {one.rewording.version}{colon}{words}"


def render_texts_document() -> bytes:
    """The texts of this moment as JSON in UTF-8, the same bytes as long as none changes.

    Raises ``StoreUnavailable``.
    """
    texts = [_text_record(one) for one in _texts_in_force()]
    changed = max((text["since"] for text in texts if text["since"]), default=None)
    found = {"format": FORMAT, "institution": DEFAULT, "changed": changed, "texts": texts}
    return msgspec.json.format(msgspec.json.encode(found), indent=1) + b"\n"


def _texts_in_force() -> list[TextInForce]:
    with store_pool.store_connection() as connection:
        return list_texts_in_force(connection, read_clock_from_environment().now())


def _published_text(one: TextInForce, lang: Lang) -> PublishedText:
    return PublishedText(
        one.text.id,
        get_language(lang).typeset(_name_blanks(translate_wording(one.words, lang), lang)),
        format_day(find_paris_day(one.since), lang) if one.since else "",
    )


def _name_blanks(words: str, lang: Lang) -> str:
    return fill_variables(words, dict(_blank_names(words, lang)))


def _blank_names(words: str, lang: Lang) -> Iterator[tuple[str, str]]:
    return ((name, translate_wording(_BLANKS.get(name, _ANY), lang)) for name in list_variables(words))


def _text_record(one: TextInForce) -> dict[str, Any]:
    return {
        "id": one.text.id,
        "flows": [flow.flow for flow in one.text.flows],
        "senders": sorted({flow.sender for flow in one.text.flows}),
        "version": one.version,
        "since": _format_utc(one.since),
        "fr": one.words.fr,
        "en": one.words.en,
    }


def _format_utc(at: datetime | None) -> str | None:
    return None if at is None else f"{at:%Y-%m-%dT%H:%M:%SZ}"
