"""What others hand over, read: STIX 2.1 bundles, MISP events, and plain lists. What an entry is worth is weighed elsewhere."""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime
from typing import Any, Final, Literal

import msgspec
from msgspec import Struct

from tocsin.campaigns.exchange.sharing_terms import TrafficLight

FeedFormat = Literal["list", "stix", "misp"]

_TLP_WORD: Final = re.compile(r"\btlp:\s*(clear|white|green|amber\+strict|amber|red)\b", re.I)
_TLP_NAMES: Final[dict[str, TrafficLight]] = {
    "clear": "clear",
    "white": "clear",
    "green": "green",
    "amber": "amber",
    "amber+strict": "amber",  # for the own organisation alone, and we hand nothing on
    "red": "red",
}
_TLP_MARKINGS: Final[dict[str, TrafficLight]] = {
    # STIX 2.1, section 7.2.1.4 (TLP 1.0)
    "marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9": "clear",
    "marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da": "green",
    "marking-definition--f88d31f6-486f-44da-b317-01333bde0b82": "amber",
    "marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed": "red",
    # the OASIS extension for TLP 2.0
    "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487": "clear",
    "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb": "green",
    "marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421": "amber",
    "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003": "amber",
    "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1": "red",
}
_COMPARISON: Final = re.compile(r"(domain-name|url):value\s*=\s*'((?:[^'\\]|\\.)*)'")
_PATTERN: Final = re.compile(rf"\s*\[?\s*\(?\s*{_COMPARISON.pattern}\s*\)?\s*\]?\s*")
_LIST_ADDRESSES: Final = frozenset({"0.0.0.0", "127.0.0.1", "::", "::1"})
_DAY: Final = re.compile(r"\b(\d{4}-\d\d-\d\d)")


class RawEntry(Struct, frozen=True, kw_only=True):
    kind: Literal["target", "number"]
    """``target``: a host or a link."""
    value: str
    since: date
    until: date | None = None
    tlp: TrafficLight | None = None
    """The mark that the file gives it; None where it gives none."""


# ---- plain lists


def read_block_list(content: bytes, written: date) -> Iterator[RawEntry]:
    """One host, link or number a line, also behind ``0.0.0.0`` as in a hosts file; ``#`` begins a remark.

    Remarks before the first entry may give the day and the TLP mark of all, one behind an entry its end (``# until``),
    as in the lists that Tocsin writes.
    """
    since, tlp, begun = written, None, False
    for line in content.decode("utf-8-sig").splitlines():
        said, _, remark = line.partition("#")
        words = said.split()
        if not words:
            if not begun:
                tlp = _find_tlp_word(remark) or tlp
                since = min(_find_day(remark) or since, since)
            continue
        begun = True
        value = words[1] if words[0] in _LIST_ADDRESSES and len(words) > 1 else " ".join(words)
        until = _find_day(remark) if "until" in remark else None
        yield RawEntry(kind=_guess_kind(value), value=value, since=since, until=until, tlp=tlp)


def _guess_kind(value: str) -> Literal["target", "number"]:
    return "number" if re.fullmatch(r"\+?[\d .()/-]+", value) and value.count(".") != 3 else "target"


def _find_tlp_word(text: str) -> TrafficLight | None:
    found = _TLP_WORD.search(text)
    return _TLP_NAMES[found[1].lower()] if found else None


def _find_day(text: str) -> date | None:
    found = _DAY.search(text)
    return date.fromisoformat(found[1]) if found else None


# ---- STIX 2.1


def read_stix_bundle(content: bytes, written: date) -> Iterator[RawEntry]:
    """The indicators of a bundle whose pattern is one equality of a host or link, or several of which any holds.

    A pattern that asks for more (``AND``, a sequence, a duration) says of no host alone that it is bad: it is left out.
    """
    objects = msgspec.json.decode(content, type=_StixBundle).objects
    marks = _TLP_MARKINGS | {
        one["id"]: tlp
        for one in objects
        if one.get("type") == "marking-definition" and (tlp := _read_marking(one))
    }
    for one in objects:
        if one.get("type") != "indicator" or one.get("revoked") or one.get("pattern_type") != "stix":
            continue
        tlp = _find_strictest(marks[ref] for ref in one.get("object_marking_refs", ()) if ref in marks)
        since = _read_moment(one.get("valid_from")) or written
        until = _read_moment(one.get("valid_until"))
        for value in _list_alternatives(str(one.get("pattern", ""))):
            yield RawEntry(kind="target", value=value, since=since, until=until, tlp=tlp)


class _StixBundle(Struct, tag_field="type", tag="bundle"):
    objects: list[dict[str, Any]] = []


def _read_marking(one: dict[str, Any]) -> TrafficLight | None:
    told = one.get("definition", {}).get("tlp")
    return _TLP_NAMES.get(str(told).lower()) if told else _find_tlp_word(str(one.get("name", "")))


def _list_alternatives(pattern: str) -> list[str]:
    parts = re.split(r"\s+OR\s+", pattern)
    if not all(_PATTERN.fullmatch(part) for part in parts):
        return []
    return [re.sub(r"\\(.)", r"\1", found[2]) for found in _COMPARISON.finditer(pattern)]


# ---- MISP

_TARGETS: Final = frozenset({"domain", "hostname", "url", "link"})


def read_misp_events(content: bytes, written: date) -> Iterator[RawEntry]:
    """The hosts, links and numbers of one event or of many, those of its objects too.

    Of hosts and links only what is marked for detection (``to_ids``): a report also names what is harmless.
    """
    read = msgspec.json.decode(content)
    for event in _list_misp_events(read):
        whole = _list_tags(event)
        day = _read_moment(event.get("date")) or written
        loose = event.get("Attribute", [])
        grouped = (
            a
            for thing in event.get("Object", [])
            if not thing.get("deleted")
            for a in thing.get("Attribute", [])
        )
        for one in (*loose, *grouped):
            if one.get("deleted") or not (kind := _read_misp_kind(one)):
                continue
            yield RawEntry(
                kind=kind,
                value=_read_misp_value(one, kind),
                since=_read_moment(one.get("first_seen")) or day,
                tlp=_find_strictest((*whole, *_list_tags(one))),
            )


def _list_misp_events(read: Any) -> list[dict[str, Any]]:
    """The events of a file, in whichever of MISP's wrappings. Raises ValueError."""
    if isinstance(read, dict) and "response" in read:
        read = read["response"]
    events = [one.get("Event", one) for one in (read if isinstance(read, list) else [read])]
    if not all("Attribute" in one or "Object" in one or "info" in one for one in events):
        raise ValueError("it holds no MISP event")
    return events


def _read_misp_kind(one: dict[str, Any]) -> Literal["target", "number"] | None:
    if one.get("type") == "phone-number" or one.get("object_relation") == "msisdn":
        return "number"
    return "target" if one.get("type") in _TARGETS and one.get("to_ids") else None


def _read_misp_value(one: dict[str, Any], kind: str) -> str:
    value = str(one.get("value", ""))
    return (
        f"+{value}"
        if kind == "number" and one.get("object_relation") == "msisdn" and value.isdecimal()
        else value
    )


def _list_tags(thing: dict[str, Any]) -> tuple[TrafficLight, ...]:
    found = (_find_tlp_word(str(tag.get("name", ""))) for tag in thing.get("Tag", []))
    return tuple(tlp for tlp in found if tlp)


# ---- of all


def _find_strictest(marks: Iterable[TrafficLight]) -> TrafficLight | None:
    return max(marks, key=("clear", "green", "amber", "red").index, default=None)


def _read_moment(told: Any) -> date | None:
    """The day of a moment, in UTC. Raises ValueError."""
    if not told:
        return None
    moment = datetime.fromisoformat(str(told))
    return (moment.astimezone(UTC) if moment.tzinfo else moment).date()


READERS: Final[dict[FeedFormat, Callable[[bytes, date], Iterator[RawEntry]]]] = {
    "list": read_block_list,
    "stix": read_stix_bundle,
    "misp": read_misp_events,
}
"""Format -> what reads it, from its content and the day it was written. Raises ValueError where it cannot be read."""
