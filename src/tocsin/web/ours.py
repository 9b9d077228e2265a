"""The texts that our own SMS say, published: for people to compare, for the feed, and as data."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, Final

import msgspec
from msgspec import Struct

from tocsin.charter.schema import Charter, Wording
from tocsin.charter.words import day, said
from tocsin.conversation import quiet
from tocsin.conversation.flow.text import fill, variables
from tocsin.tracing import db
from tocsin.tracing.clock import from_environment
from tocsin.tracing.wording.overview import Begun, Spoken, begun, spoken
from tocsin.verdict.check import DEFAULT
from tocsin.web import store
from tocsin.web.language import Lang
from tocsin.web.typeset import typeset

FORMAT: Final = "tocsin-texts/1"
"""Says how to read the data; another shape would have another number."""
MOST: Final = 100
"""Changes that are told, the last ones: readers of a feed come back."""
ZONE: Final = "Europe/Paris"
_BLANKS: Final = {
    "given_name": Wording("[prénom]", "[first name]"),
    "to": Wording("", ""),
    "code": Wording("[code]", "[code]"),
    "people": Wording("[noms]", "[names]"),
    "who": Wording("[noms]", "[names]"),
    "instructions": Wording("[consignes]", "[what to do]"),
}
_ANY: Final = Wording("[date]", "[date]")


class Said(Struct, frozen=True):
    """A text, as it is sent since a day."""

    id: str
    words: str
    """Its blanks named: ``[prénom]``."""
    since: str
    """A day in words; empty where it was never changed."""


class Group(Struct, frozen=True):
    """The texts for one kind of people."""

    name: str
    """Of the flow; ``common`` for what all of them get."""
    for_whom: str
    texts: tuple[Said, ...]


def has_store() -> bool:
    """Whether this site belongs to a service that sends SMS at all."""
    try:
        db.url()
    except db.NoStore:
        return False
    return True


def groups(charter: Charter, lang: Lang) -> list[Group] | None:
    """The texts of this moment, flow by flow; None where the site sends none. Raises ``store.Away``."""
    if charter.id != DEFAULT or not has_store():
        return None
    found: dict[str, list[Spoken]] = {}
    for one in _spoken():
        found.setdefault(one.text.group, []).append(one)
    return [
        Group(name, said(some[0].text.flows[0].name, lang), tuple(_said(one, lang) for one in some))
        for name, some in found.items()
    ]


def days(charter: Charter) -> list[tuple[date, list[Begun]]]:
    """Days on which words changed, the newest first; none where the store is away or there is none."""
    if charter.id != DEFAULT or not has_store():
        return []
    found: dict[date, list[Begun]] = {}
    try:
        with store.connection() as connection:
            for one in begun(connection, from_environment().now())[-MOST:]:
                found.setdefault(quiet.local(one.at, ZONE).date(), []).append(one)
    except store.Away:
        return []
    return sorted(found.items(), reverse=True)


def line(one: Begun, lang: Lang) -> str:
    """A change as a line: which text, which version, and its words."""
    colon = " : " if lang == "fr" else ": "
    words = _named(said(one.rewording.text, lang), lang)
    return f"{one.rewording.template} {one.rewording.version}{colon}{words}"


def document() -> bytes:
    """The texts of this moment as JSON in UTF-8, the same bytes as long as none changes. Raises ``Away``."""
    texts = [_plain(one) for one in _spoken()]
    changed = max((text["since"] for text in texts if text["since"]), default=None)
    found = {"format": FORMAT, "institution": DEFAULT, "changed": changed, "texts": texts}
    return msgspec.json.format(msgspec.json.encode(found), indent=1) + b"\n"


def _spoken() -> list[Spoken]:
    with store.connection() as connection:
        return spoken(connection, from_environment().now())


def _said(one: Spoken, lang: Lang) -> Said:
    return Said(
        one.text.id,
        typeset(_named(said(one.words, lang), lang), lang),
        day(quiet.local(one.since, ZONE).date(), lang) if one.since else "",
    )


def _named(words: str, lang: Lang) -> str:
    """The words with their blanks named for people."""
    return fill(words, dict(_filled(words, lang)))


def _filled(words: str, lang: Lang) -> Iterator[tuple[str, str]]:
    return ((name, said(_BLANKS.get(name, _ANY), lang)) for name in variables(words))


def _plain(one: Spoken) -> dict[str, Any]:
    return {
        "id": one.text.id,
        "flows": [flow.flow for flow in one.text.flows],
        "senders": sorted({flow.sender for flow in one.text.flows}),
        "version": one.version,
        "since": _utc(one.since),
        "fr": one.words.fr,
        "en": one.words.en,
    }


def _utc(at: datetime | None) -> str | None:
    return None if at is None else f"{at:%Y-%m-%dT%H:%M:%SZ}"
