"""A verdict as JSON: the one shape that ``check --json`` and ``scan`` both write.

Documented in ``docs/reference/json.md``, which a test holds to these fields.
"""

from datetime import date

import msgspec
from msgspec import UNSET, Raw, Struct, UnsetType

from tocsin.charter.schema import Channel
from tocsin.message.model import Message
from tocsin.verdict.model import Action, Level, Reason, Verdict

Identifier = str | int


class CharterUsed(Struct, frozen=True):
    """The charter that was applied."""

    id: str
    version: str
    as_of: date
    """Day whose clauses were applied: the day the message was received."""


class Answer(Struct, frozen=True, omit_defaults=True):
    """A verdict, as written."""

    verdict: Level
    """What it is, in one word."""
    headline: str
    """The verdict in one sentence."""
    claims: tuple[str, ...]
    """Institutions that it claims to come from."""
    charter: CharterUsed
    """What it was held against."""
    reasons: tuple[Reason, ...]
    """Why, with what weighs most first."""
    compatible: tuple[str, ...]
    """What a genuine message would have had to do."""
    proves: str
    """What the verdict proves, and what it does not."""
    advice: Raw
    """What to do."""
    id: Identifier | UnsetType = UNSET
    """The one given; absent where none was."""
    text: str | UnsetType = UNSET
    """Visible text, where the message was an e-mail: spans count its code points."""
    defects: tuple[str, ...] = ()
    """What could not be read, where there was something."""
    question: str = ""
    """What is to be said for another verdict, in words; absent where nothing is open."""
    by_channel: dict[Channel, Level] = {}
    """What it would be by each way in which it may have come; absent where nothing is open."""
    happened: tuple[str, ...] = ()
    """What the person tells of themselves, as situations; absent where nothing is told."""


class Problem(Struct, frozen=True, omit_defaults=True):
    """Why a line has no verdict."""

    kind: str
    message: str
    field: str = ""


class Refusal(Struct, frozen=True, omit_defaults=True):
    """What stands in the place of a verdict, for a line that could not be read."""

    line: int
    error: Problem
    id: Identifier | UnsetType = UNSET


class Advice(Struct, frozen=True):
    """Something to do, once, with every situation that calls for it."""

    when: tuple[str, ...]
    """``received``, ``doubt`` and ``unjudged`` (now), or what was already done: ``clicked``, ``paid``..."""
    text: str
    contact: str
    price: str


ENCODER = msgspec.json.Encoder()
_encoded: dict[int, tuple[tuple[Action, ...], Raw]] = {}
_MOST_ENCODED = 1024


def gathered(actions: tuple[Action, ...]) -> tuple[Advice, ...]:
    """The advice with each sentence once, in the order given."""
    whens: dict[tuple[str, str, str], list[str]] = {}
    for action in actions:
        whens.setdefault((action.text, action.contact, action.price), []).append(action.when)
    return tuple(Advice(tuple(when), *what) for what, when in whens.items())


def _advice(verdict: Verdict) -> Raw:
    """The advice as JSON; the same few answers come again and again, so they are kept encoded."""
    found = _encoded.get(id(verdict.advice))
    if found is None:
        if len(_encoded) >= _MOST_ENCODED:
            _encoded.clear()
        # The tuple is kept beside its encoding, so that its identity is not given to another.
        found = _encoded[id(verdict.advice)] = verdict.advice, Raw(ENCODER.encode(gathered(verdict.advice)))
    return found[1]


def answer(verdict: Verdict, message: Message, identifier: Identifier | UnsetType = UNSET) -> Answer:
    """The record to write."""
    return Answer(
        verdict.level,
        verdict.headline,
        verdict.claims,
        CharterUsed(verdict.charter_id, verdict.charter_version, verdict.as_of),
        verdict.reasons,
        verdict.compatible,
        verdict.proves,
        _advice(verdict),
        identifier,
        message.text if message.channel == "email" else UNSET,
        message.defects,
        verdict.question,
        verdict.by_channel,
        verdict.happened,
    )


def encode_into(record: Answer | Refusal, out: bytearray) -> None:
    """Append a record as a line of JSON; half characters, which JSON cannot carry, become U+FFFD."""
    start = len(out)
    try:
        ENCODER.encode_into(record, out, -1)
    except UnicodeEncodeError:
        del out[start:]
        ENCODER.encode_into(_whole(record), out, -1)
    out += b"\n"


def _whole(record: object) -> object:
    """The same record without lone surrogates; each was one code point and stays one, so spans hold."""
    if isinstance(record, str):
        return _mended(record)
    if isinstance(record, tuple):
        return tuple(map(_whole, record))
    if isinstance(record, Struct):
        return type(record)(**{name: _whole(getattr(record, name)) for name in record.__struct_fields__})
    return record


def _mended(text: str) -> str:
    return "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text)
