"""YAML to records: every field checked where it stands, before anything else sees it.

The records of ``schema`` are the format, but for what is written more briefly than it is kept: sources by name,
periods by one end, ``any`` for every channel. It is documented in ``docs/reference/charter-format.md``.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, Final, get_args

from msgspec import Struct
from msgspec.structs import asdict

from tocsin.charter.channels import CHANNELS
from tocsin.charter.partial_dates import UNDATED, next_day, parse_partial_date
from tocsin.charter.schema import (
    CARRIED_SENDER,
    MAX,
    MIN,
    AdviceClause,
    AnyClause,
    AskClause,
    AttestationDates,
    ClauseExample,
    ClauseSource,
    ContentClause,
    FoundingSentence,
    ListingClause,
    PointClause,
    ProgrammeClause,
    Quality,
    ValidityPeriod,
    Wording,
)
from tocsin.charter.yaml_document import YamlPlace
from tocsin.deferred_pattern import defer_pattern

QUALITIES: tuple[Quality, ...] = get_args(Quality)
"""Best first."""
SITUATIONS = (
    "received",
    "doubt",
    "unjudged",
    "clicked",
    "paid",
    "gave_nir",
    "gave_bank",
    "gave_card",
    "gave_credentials",
    "rang_back",
    "installed",
    "victim",
)
SECTIONS: Final[dict[str, type[AnyClause]]] = {
    "points": PointClause,
    "listings": ListingClause,
    "asks": AskClause,
    "contents": ContentClause,
    "programmes": ProgrammeClause,
    "advice": AdviceClause,
}
UNWRITTEN: Final = frozenset(("layer", "proves", "quality"))
"""Fields of a clause that follow from others."""
_LISTS: Final = (
    "channels",
    "sources",
    "items",
    "media",
    "contents",
    "when",
    "founding",
    "supersedes",
    "relaxes",
)

_HOST = defer_pattern(r"(?=.{4,253}\Z)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])")
_HOST_SHAPE: Final = "a host in lower case, such as info.ameli.fr"
_VALUE_SHAPES: Final = {
    "phone": (re.compile(r"\+[1-9][0-9]{7,14}|[0-9]{3,6}"), "+33553356237, or a short number such as 3646"),
    "short_code": (re.compile(r"[0-9]{3,8}"), "a short code such as 38663"),
    "sms_sender": (CARRIED_SENDER, "at most 11 characters, with a letter, as a network carries them"),
    "mail_domain": (_HOST, _HOST_SHAPE),
    "web_host": (_HOST, _HOST_SHAPE),
    "mail_address": (re.compile(rf"[^ ]+@{_HOST.pattern}"), "name@host in lower case"),
}
"""Medium -> the one way in which its values may be written."""

Sources = dict[str, ClauseSource]


class WrittenSections(Struct, kw_only=True):
    points: list[dict[str, Any]] = []
    listings: list[dict[str, Any]] = []
    asks: list[dict[str, Any]] = []
    contents: list[dict[str, Any]] = []
    programmes: list[dict[str, Any]] = []
    advice: list[dict[str, Any]] = []
    sources: dict[str, ClauseSource] = {}
    """What clauses lean on, by the names by which they say it."""


class WrittenPeriod(Struct, kw_only=True, rename={"start": "from"}):
    """When a clause holds: days, months or years, or ``unknown``."""

    start: str = ""
    after: str = ""
    by: str = ""
    until: str = ""
    until_after: str = ""
    until_by: str = ""


def parse_period(place: YamlPlace, seen: AttestationDates | None = None) -> ValidityPeriod:
    """The period of an ``in_force`` entry; unknown ends lean on the dates when sources say it."""
    written = place.convert_to(WrittenPeriod)
    if written.start and (written.after or written.by):
        place.raise_fault("expected `from`, or `after` and `by`, not both")
    if not (written.start or written.after or written.by):
        place.raise_fault("expected a day, or `unknown`", "from")
    if written.until and (written.until_after or written.until_by):
        place.raise_fault("expected `until`, or `until_after` and `until_by`, not both")
    earliest_start, latest_start = _find_start(place, written, seen)
    earliest_end, latest_end = _find_end(place, written, seen)
    if earliest_start > latest_start or earliest_end > latest_end or earliest_start > latest_end:
        place.raise_fault("expected a start before the end")
    return ValidityPeriod(
        earliest_start=earliest_start,
        latest_start=latest_start,
        earliest_end=earliest_end,
        latest_end=latest_end,
    )


def _find_start(place: YamlPlace, written: WrittenPeriod, seen: AttestationDates | None) -> tuple[date, date]:
    if written.start == "unknown":
        return MIN, parse_partial_date(seen.first)[1] if seen else MAX
    if written.start:
        return _parse_day_span(place, "from", written.start)
    by = parse_partial_date(seen.first)[1] if seen else MAX
    first = next_day(_parse_day_span(place, "after", written.after)[1]) if written.after else MIN
    return first, _parse_day_span(place, "by", written.by)[1] if written.by else max(first, by)


def _find_end(place: YamlPlace, written: WrittenPeriod, seen: AttestationDates | None) -> tuple[date, date]:
    after = parse_partial_date(seen.last)[0] if seen else MIN
    if written.until:
        return (after, MAX) if written.until == "unknown" else _parse_day_span(place, "until", written.until)
    if not (written.until_after or written.until_by):
        return MAX, MAX
    last = _parse_day_span(place, "until_by", written.until_by)[1] if written.until_by else MAX
    first = _parse_day_span(place, "until_after", written.until_after)[0] if written.until_after else None
    return min(after, last) if first is None else first, last


def _parse_day_span(place: YamlPlace, field: str, text: str) -> tuple[date, date]:
    try:
        return parse_partial_date(text)
    except ValueError:
        place.raise_fault(
            f"{text!r} is no date; expected a day (2021-03-04), a month (2021-03) or a year (2021)", field
        )


def collect_sources(place: YamlPlace) -> Sources:
    found = place.convert_to(dict[str, ClauseSource])
    for name, source in found.items():
        _parse_day_span(place.go_to(name), "date", source.date)
    return found


def _parse_source(place: YamlPlace, named: Sources) -> ClauseSource:
    """A source: a name from ``sources.yaml``, or a mapping that may name one and say more."""
    value = place.value
    if isinstance(value, str):
        return _find_named_source(place, value, named)
    base: dict[str, Any] = {}
    if isinstance(value, dict) and "source" in value:
        base = asdict(_find_named_source(place.go_to("source"), str(value["source"]), named))
        value = {key: held for key, held in value.items() if key != "source"}
        if base["note"] and "note" in value:
            value["note"] = f"{base['note']} {value['note']}"
    made = place.convert_value({key: held for key, held in base.items() if held} | value, ClauseSource)
    _parse_day_span(place, "date", made.date)
    return made


def _find_named_source(place: YamlPlace, name: str, named: Sources) -> ClauseSource:
    if name not in named:
        place.raise_fault(f"{name!r} is no name from sources.yaml")
    return named[name]


def _parse_seen_dates(place: YamlPlace, sources: tuple[ClauseSource, ...]) -> AttestationDates:
    """When sources say it, as it is written; else as they are dated."""
    if "seen" in place.value:
        at = place.go_to("seen")
        seen = at.convert_to(AttestationDates)
        for field in ("first", "last"):
            _parse_day_span(at, field, getattr(seen, field))
        return seen
    dated = [s.date for s in sources if s.date != UNDATED] or [UNDATED]
    return AttestationDates(
        first=min(dated, key=lambda d: parse_partial_date(d)[1]),
        last=max(dated, key=lambda d: parse_partial_date(d)[0]),
    )


def parse_clause(place: YamlPlace, section: str, named: Sources) -> AnyClause:
    written, kind = place.value, SECTIONS[section]
    known = sorted({*kind.__struct_fields__} - UNWRITTEN)
    for name in (name for name in written if name not in known):
        place.raise_fault(f"unknown field; expected one of {', '.join(known)}", name)
    for name in (name for name in _LISTS if written.get(name) == []):
        place.raise_fault("expected at least one", name)
    if not isinstance(written.get("sources"), list):
        place.raise_fault("expected a list of sources", "sources")
    places = [place.go_to("sources", at) for at in range(len(written["sources"]))]
    sources = tuple(_parse_source(one, named) for one in places)
    seen = _parse_seen_dates(place, sources)
    best = min((source.quality for source in sources), key=QUALITIES.index)
    made: dict[str, Any] = written | {"sources": sources, "seen": seen, "quality": best}
    if written.get("channels") == "any":
        made["channels"] = list(CHANNELS)
    if "in_force" in written:
        made["in_force"] = parse_period(place.go_to("in_force"), seen)
    if isinstance(tariffs := written.get("tariffs"), list):
        made["tariffs"] = [_with_period(place.go_to("tariffs", at)) for at in range(len(tariffs))]
    clause = place.convert_value(made, kind)
    if isinstance(clause, PointClause):
        check_contact_value(place.go_to("value"), clause.medium, clause.value)
    if isinstance(clause, AdviceClause):
        for at, situation in enumerate(clause.when):
            if situation not in SITUATIONS:
                problem = f"{situation!r} is no situation; expected one of {', '.join(SITUATIONS)}"
                place.raise_fault(problem, "when", at)
    return clause


def _with_period(place: YamlPlace) -> Any:
    value = place.value
    if not isinstance(value, dict) or "in_force" not in value:
        return value
    return value | {"in_force": parse_period(place.go_to("in_force"))}


def check_contact_value(place: YamlPlace, medium: str, value: str) -> None:
    """Refuse the value of a contact point that is not in the one way it may be written."""
    shape, expected = _VALUE_SHAPES[medium]
    if not shape.fullmatch(value):
        place.raise_fault(f"{value!r} is not as it must be written; expected {expected}")


def parse_founding_sentences(place: YamlPlace) -> tuple[FoundingSentence, ...]:
    found = place.convert_to(dict[str, dict[str, Wording]])
    return tuple(
        FoundingSentence(id=name, wording=wording) for name, wording in found.get("founding", {}).items()
    )


class WrittenExamples(Struct, kw_only=True):
    clause: str
    fires: list[dict[str, Any]] = []
    near_misses: list[dict[str, Any]] = []


def parse_examples(place: YamlPlace, known: Iterable[str]) -> Iterator[ClauseExample]:
    """A list of examples by clause, which must be about clauses that exist."""
    names = frozenset(known)
    for at, group in enumerate(place.convert_to(list[WrittenExamples])):
        if group.clause not in names:
            place.raise_fault(f"{group.clause!r} is not the id of a clause", at, "clause")
        for kind in ("fires", "near_misses"):
            for number in range(len(getattr(group, kind))):
                yield _parse_example(place.go_to(at, kind, number), group.clause, kind == "fires")


def _parse_example(place: YamlPlace, clause: str, fires: bool) -> ClauseExample:
    made = place.convert_value(place.value | {"clause": clause, "fires": fires}, ClauseExample)
    if not any(made.quote in part for part in (made.text, made.subject, made.sender, *made.attachments)):
        place.raise_fault("expected words of the message, exactly", "quote")
    return made
