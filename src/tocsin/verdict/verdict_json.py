"""A verdict as JSON: the one shape that ``check --json`` and ``scan`` both write.

Documented in ``docs/reference/json.md``, which a test holds to these fields.
"""

from datetime import date
from typing import ClassVar

import msgspec
from msgspec import UNSET, Raw, Struct, UnsetType

from tocsin.charter.channels import ChannelId
from tocsin.charter.identity_cache import cached_by_identity
from tocsin.message.model import Message
from tocsin.verdict.model import AdvisedAction, Level, LoneReference, MessageLikeness, Verdict, VerdictReason

Identifier = str | int


class AppliedCharter(Struct, frozen=True):
    """The charter that was applied."""

    schema_name: ClassVar[str] = "CharterUsed"

    id: str
    version: str
    as_of: date
    """Day whose clauses were applied: the day the message was received."""


class VerdictRecord(Struct, frozen=True, omit_defaults=True):
    """A verdict, as written."""

    schema_name: ClassVar[str] = "Answer"

    verdict: Level
    """What it is, in one word."""
    headline: str
    """The verdict in one sentence."""
    claims: tuple[str, ...]
    """Institutions that it claims to come from."""
    charter: AppliedCharter
    """What it was held against."""
    reasons: tuple[VerdictReason, ...]
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
    """Visible text, where the message was an e-mail or a picture: spans count its code points."""
    defects: tuple[str, ...] = ()
    """What could not be read, where there was something."""
    question: str = ""
    """What is to be said for another verdict, in words; absent where nothing is open."""
    by_channel: dict[ChannelId, Level] = {}
    """What it would be by each way in which it may have come; absent where nothing is open."""
    happened: tuple[str, ...] = ()
    """What the person tells of themselves, as situations; absent where nothing is told."""
    about: LoneReference | None = None
    """What the one number or address is that the message is; absent where it is more."""
    sender: str = ""
    """Who is shown as the sender, where the message was a picture."""
    at_once: tuple[str, ...] = ()
    """What to do at once, a few plain words each."""
    wants: tuple[str, ...] = ()
    """What it wants of its reader, the most pressing first; absent where it was not found against."""
    likeness: MessageLikeness | None = None
    """What it clearly reads like, by its words; absent where nothing."""


class LineProblem(Struct, frozen=True, omit_defaults=True):
    """Why a line has no verdict."""

    schema_name: ClassVar[str] = "Problem"

    kind: str
    message: str
    field: str = ""


class LineRefusal(Struct, frozen=True, omit_defaults=True):
    """What stands in the place of a verdict, for a line that could not be read."""

    schema_name: ClassVar[str] = "Refusal"

    line: int
    error: LineProblem
    id: Identifier | UnsetType = UNSET


class AdviceEntry(Struct, frozen=True):
    """Something to do, once, with every situation that calls for it."""

    schema_name: ClassVar[str] = "Advice"

    when: tuple[str, ...]
    """``received``, ``doubt`` and ``unjudged`` (now), or what was already done: ``clicked``, ``paid``..."""
    text: str
    contact: str
    price: str


ENCODER = msgspec.json.Encoder()


def merge_advice(actions: tuple[AdvisedAction, ...]) -> tuple[AdviceEntry, ...]:
    """The advice with each sentence once, in the order given."""
    whens: dict[tuple[str, str, str], list[str]] = {}
    for action in actions:
        whens.setdefault((action.text, action.contact, action.price), []).append(action.when)
    return tuple(AdviceEntry(tuple(when), *what) for what, when in whens.items())


@cached_by_identity(most=1024)
def encode_advice(advice: tuple[AdvisedAction, ...]) -> Raw:
    """The advice as JSON; the same few answers come again and again, so they are kept encoded."""
    return Raw(ENCODER.encode(merge_advice(advice)))


def build_verdict_record(
    verdict: Verdict, message: Message, identifier: Identifier | UnsetType = UNSET
) -> VerdictRecord:
    """The record to write."""
    return VerdictRecord(
        verdict.level,
        verdict.headline,
        verdict.claims,
        AppliedCharter(verdict.charter_id, verdict.charter_version, verdict.as_of),
        verdict.reasons,
        verdict.compatible,
        verdict.proves,
        encode_advice(verdict.advice),
        identifier,
        message.text if message.traits.has_subject or message.from_picture else UNSET,
        message.defects,
        verdict.question,
        verdict.by_channel,
        verdict.happened,
        verdict.about,
        message.sender if message.from_picture else "",
        verdict.at_once,
        verdict.wants,
        verdict.likeness,
    )


def append_json_line(record: VerdictRecord | LineRefusal, out: bytearray) -> None:
    """Append a record as a line of JSON; half characters, which JSON cannot carry, become U+FFFD."""
    start = len(out)
    try:
        ENCODER.encode_into(record, out, -1)
    except UnicodeEncodeError:
        del out[start:]
        ENCODER.encode_into(replace_surrogates(record), out, -1)
    out += b"\n"


def replace_surrogates(record: object) -> object:
    """The same record without lone surrogates; each was one code point and stays one, so spans hold."""
    if isinstance(record, str):
        return _replace_surrogates_in_text(record)
    if isinstance(record, tuple):
        return tuple(map(replace_surrogates, record))
    if isinstance(record, Struct):
        return type(record)(
            **{name: replace_surrogates(getattr(record, name)) for name in record.__struct_fields__}
        )
    return record


def _replace_surrogates_in_text(text: str) -> str:
    return "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text)
