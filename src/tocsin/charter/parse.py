"""YAML to records: every field checked where it stands, before anything else sees it.

The format is documented in ``docs/reference/charter-format.md``.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any, get_args

from tocsin.charter import errors
from tocsin.charter.dates import UNDATED, next_day, span
from tocsin.charter.node import Node
from tocsin.charter.schema import (
    CHANNELS,
    LANGUAGES,
    MAX,
    MIN,
    SENDER_NAME,
    Advice,
    AnyClause,
    Ask,
    Asset,
    Content,
    Direction,
    Example,
    Item,
    Lexicon,
    Listing,
    Medium,
    Period,
    Point,
    Programme,
    Quality,
    Seen,
    Sentence,
    Source,
    Tariff,
    Wording,
)

QUALITIES: tuple[Quality, ...] = get_args(Quality)
"""Best first."""
ITEMS: tuple[Item, ...] = get_args(Item)
MEDIA: tuple[Medium, ...] = get_args(Medium)
DIRECTIONS: tuple[Direction, ...] = get_args(Direction)
ALLOWED = ("never", "only_if", "yes", "unknown")
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

_HOST = re.compile(r"(?=.{4,253}\Z)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])")
_PHONE = re.compile(r"\+[1-9][0-9]{7,14}|[0-9]{3,6}")
_SHORT_CODE = re.compile(r"[0-9]{3,8}")

_CLAUSE = ("id", "direction", "channels", "in_force", "wording", "sources")
_CLAUSE_EXTRA = ("seen", "founding", "programme", "supersedes")

Sources = dict[str, Node]


def _day_span(node: Node) -> tuple[date, date]:
    text = node.text()
    try:
        return span(text)
    except ValueError:
        return node.fail(errors.BadDate, "a day (2021-03-04), a month (2021-03) or a year (2021)", found=text)


def day(node: Node) -> date:
    """A date that is a day."""
    first, last = _day_span(node)
    if first != last:
        node.fail(errors.BadDate, "a day (2021-03-04)", found=node.text())
    return first


def _start(keys: dict[str, Node], node: Node, seen: Seen | None) -> tuple[date, date]:
    by = span(seen.first)[1] if seen else MAX
    if "from" in keys:
        if {"after", "by"} & keys.keys():
            node.fail(errors.BadPeriod, "`from`, or `after` and `by`, not both")
        return (MIN, by) if keys["from"].text() == "unknown" else _day_span(keys["from"])
    if not {"after", "by"} & keys.keys():
        node.fail(errors.MissingField, "a day, or `unknown`", field="from")
    first = next_day(_day_span(keys["after"])[1]) if "after" in keys else MIN
    return first, _day_span(keys["by"])[1] if "by" in keys else max(first, by)


def _end(keys: dict[str, Node], node: Node, seen: Seen | None) -> tuple[date, date]:
    after = span(seen.last)[0] if seen else MIN
    if "until" in keys:
        if {"until_after", "until_by"} & keys.keys():
            node.fail(errors.BadPeriod, "`until`, or `until_after` and `until_by`, not both")
        return (after, MAX) if keys["until"].text() == "unknown" else _day_span(keys["until"])
    if not {"until_after", "until_by"} & keys.keys():
        return MAX, MAX
    last = _day_span(keys["until_by"])[1] if "until_by" in keys else MAX
    return _day_span(keys["until_after"])[0] if "until_after" in keys else min(after, last), last


def period(node: Node, seen: Seen | None = None) -> Period:
    """The period of an ``in_force`` entry; unknown ends lean on the dates when sources say it."""
    keys = node.mapping(("from", "after", "by", "until", "until_after", "until_by"))
    earliest_start, latest_start = _start(keys, node, seen)
    earliest_end, latest_end = _end(keys, node, seen)
    if earliest_start > latest_start or earliest_end > latest_end or earliest_start > latest_end:
        node.fail(errors.BadPeriod, "a start before the end")
    return Period(
        earliest_start=earliest_start,
        latest_start=latest_start,
        earliest_end=earliest_end,
        latest_end=latest_end,
    )


def wording(node: Node) -> Wording:
    """A sentence in every language."""
    keys = node.mapping(LANGUAGES)
    for language in LANGUAGES:
        if language not in keys or not keys[language].text(empty=True):
            node.fail(errors.MissingLanguage, f"a sentence in `{language}`", field=language)
    return Wording(fr=keys["fr"].text(), en=keys["en"].text())


def source(node: Node, named: Sources) -> Source:
    """A source: a name from ``sources.yaml``, or a mapping that may name one and say more."""
    if node.is_text:
        return _source(node, _named(node, named).mapping(_SOURCE_KEYS), {})
    keys = node.mapping((*_SOURCE_KEYS, "source"))
    if "source" not in keys:
        return _source(node, keys, {})
    return _source(node, _named(keys.pop("source"), named).mapping(_SOURCE_KEYS), keys)


_SOURCE_KEYS = ("url", "publisher", "publisher_fr", "date", "quality", "note")


def _named(node: Node, named: Sources) -> Node:
    name = node.text()
    if name not in named:
        node.fail(errors.UnknownReference, "a name from sources.yaml", found=name)
    return named[name]


def _source(node: Node, base: dict[str, Node], more: dict[str, Node]) -> Source:
    keys = base | more
    for name in ("url", "publisher", "date", "quality"):
        if name not in keys:
            node.fail(errors.MissingField, name, field=name)
    _day_span(keys["date"])
    quality: Any = keys["quality"].choice(QUALITIES)
    notes = [part["note"].text() for part in (base, more) if "note" in part]
    return Source(
        url=keys["url"].text(),
        publisher=keys["publisher"].text(),
        date=keys["date"].text(),
        quality=quality,
        note=" ".join(notes),
        publisher_fr=keys["publisher_fr"].text() if "publisher_fr" in keys else "",
    )


def _seen(node: Node | None, sources: tuple[Source, ...]) -> Seen:
    if node is None:
        dated = [s.date for s in sources if s.date != UNDATED] or [UNDATED]
        return Seen(first=min(dated, key=lambda d: span(d)[1]), last=max(dated, key=lambda d: span(d)[0]))
    keys = node.mapping(("first", "last"), required=("first", "last"))
    for key in keys.values():
        _day_span(key)
    return Seen(first=keys["first"].text(), last=keys["last"].text())


def _clause(node: Node, named: Sources, required: Iterable[str], extra: Iterable[str]) -> dict[str, Node]:
    required = (*_CLAUSE, *required)
    keys = node.mapping((*required, *_CLAUSE_EXTRA, *extra), required)
    if not list(keys["sources"].items()):
        keys["sources"].fail(errors.MissingField, "at least one source")
    return keys


def _common(keys: dict[str, Node], named: Sources) -> dict[str, Any]:
    sources = tuple(source(item, named) for item in keys["sources"].items())
    seen = _seen(keys.get("seen"), sources)
    return {
        "id": keys["id"].text(),
        "direction": keys["direction"].choice(DIRECTIONS),
        "channels": keys["channels"].choices(CHANNELS),
        "wording": wording(keys["wording"]),
        "in_force": period(keys["in_force"], seen),
        "seen": seen,
        "sources": sources,
        "quality": min((s.quality for s in sources), key=QUALITIES.index),
        "founding": keys["founding"].texts() if "founding" in keys else (),
        "programme": keys["programme"].text() if "programme" in keys else "",
        "supersedes": keys["supersedes"].texts() if "supersedes" in keys else (),
    }


def _flags(keys: dict[str, Node], *names: str) -> dict[str, Any]:
    return {name: keys[name].flag() for name in names if name in keys}


def _texts(keys: dict[str, Node], *names: str) -> dict[str, Any]:
    return {name: keys[name].text() for name in names if name in keys}


def _wordings(keys: dict[str, Node], *names: str) -> dict[str, Any]:
    return {name: wording(keys[name]) for name in names if name in keys}


def contact_value(node: Node, medium: str) -> str:
    """The value of a contact point, in the one way it may be written."""
    value = node.text()
    if medium == "phone" and not _PHONE.fullmatch(value):
        node.fail(errors.BadNumber, "+33553356237, or a short number such as 3646", found=value)
    if medium == "short_code" and not _SHORT_CODE.fullmatch(value):
        node.fail(errors.BadNumber, "a short code such as 38663", found=value)
    if medium == "sms_sender" and not SENDER_NAME.fullmatch(value):
        node.fail(errors.BadSenderName, "at most 11 letters or digits, no space", found=value)
    if medium in ("mail_domain", "web_host") and not _HOST.fullmatch(value):
        node.fail(errors.BadHost, "a host in lower case, such as info.ameli.fr", found=value)
    if medium == "mail_address":
        local, at, host = value.rpartition("@")
        if not (local and at and _HOST.fullmatch(host)) or " " in local:
            node.fail(errors.BadAddress, "name@host in lower case", found=value)
    return value


def _tariff(node: Node) -> Tariff:
    keys = node.mapping(("in_force", "tariff", "wording"), ("in_force", "tariff", "wording"))
    price: Any = keys["tariff"].choice(("free", "standard", "premium", "unknown"))
    return Tariff(in_force=period(keys["in_force"]), tariff=price, wording=wording(keys["wording"]))


def _point(node: Node, named: Sources) -> Point:
    extra = ("subdomains", "delegate", "tariffs")
    keys = _clause(node, named, ("medium", "value", "purpose"), extra)
    medium: Any = keys["medium"].choice(MEDIA)
    return Point(
        **_common(keys, named),
        medium=medium,
        value=contact_value(keys["value"], medium),
        purpose=wording(keys["purpose"]),
        tariffs=tuple(_tariff(item) for item in keys["tariffs"].items()) if "tariffs" in keys else (),
        **_flags(keys, "subdomains"),
        **_texts(keys, "delegate"),
    )


def _listing(node: Node, named: Sources) -> Listing:
    keys = _clause(node, named, ("media", "closed"), ())
    media: Any = keys["media"].choices(MEDIA)
    return Listing(**_common(keys, named), media=media, closed=keys["closed"].flag())


def _ask(node: Node, named: Sources) -> Ask:
    keys = _clause(node, named, ("items", "allowed"), ("completeness", "inside_account", "solicited"))
    items: Any = keys["items"].choices(ITEMS)
    allowed: Any = keys["allowed"].choice(ALLOWED)
    whole: Any = keys["completeness"].choice(("full", "partial", "any")) if "completeness" in keys else "any"
    return Ask(
        **_common(keys, named),
        items=items,
        allowed=allowed,
        completeness=whole,
        **_flags(keys, "inside_account", "solicited"),
    )


def _content(node: Node, named: Sources) -> Content:
    keys = _clause(node, named, ("contents", "allowed"), ("inside_account", "solicited"))
    allowed: Any = keys["allowed"].choice(ALLOWED)
    return Content(
        **_common(keys, named),
        contents=keys["contents"].texts(),
        allowed=allowed,
        **_flags(keys, "inside_account", "solicited"),
    )


def _programme(node: Node, named: Sources) -> Programme:
    keys = _clause(node, named, ("name",), ())
    return Programme(**_common(keys, named), name=wording(keys["name"]))


def _advice(node: Node, named: Sources) -> Advice:
    keys = _clause(node, named, ("when", "rank"), ("contact", "price", "hours", "not_for"))
    return Advice(
        **_common(keys, named),
        when=keys["when"].choices(SITUATIONS),
        rank=keys["rank"].whole(),
        **_texts(keys, "contact", "hours"),
        **_wordings(keys, "price", "not_for"),
    )


SECTIONS: dict[str, Callable[[Node, Sources], AnyClause]] = {
    "points": _point,
    "listings": _listing,
    "asks": _ask,
    "contents": _content,
    "programmes": _programme,
    "advice": _advice,
}


def _asset(node: Node) -> Asset:
    keys = node.mapping(("lure", "claim", "terms"), ("lure", "claim", "terms"))
    return Asset(lure=keys["lure"].text(), claim=keys["claim"].flag(), terms=keys["terms"].texts())


_LEXICON_LISTS = ("names", "short_names", "implied", "brand_labels", "not_alike")


def lexicon(node: Node) -> Lexicon:
    """The words by which an institution is known."""
    keys = node.mapping((*_LEXICON_LISTS, "assets", "programmes"), ("names",))
    assets = keys["assets"].mapping() if "assets" in keys else {}
    programmes = keys["programmes"].mapping() if "programmes" in keys else {}
    lists: dict[str, Any] = {name: keys[name].texts() for name in _LEXICON_LISTS if name in keys}
    return Lexicon(
        **lists,
        assets={name: _asset(value) for name, value in assets.items()},
        programmes={name: value.texts() for name, value in programmes.items()},
    )


def sentences(node: Node) -> tuple[Sentence, ...]:
    """The sentences of the founding document."""
    keys = node.mapping(("founding",), ("founding",))
    found = keys["founding"].mapping()
    return tuple(Sentence(id=name, wording=wording(value)) for name, value in found.items())


_EXAMPLE = ("on", "channel", "text")
_EXAMPLE_EXTRA = ("reason", "quote", "sender", "subject", "inside_account", "solicited", "attachments")


def _example(node: Node, clause: str, fires: bool) -> Example:
    keys = node.mapping((*_EXAMPLE, *_EXAMPLE_EXTRA), _EXAMPLE)
    channel: Any = keys["channel"].choice(CHANNELS)
    made = Example(
        clause=clause,
        fires=fires,
        on=day(keys["on"]),
        channel=channel,
        text=keys["text"].text(),
        attachments=keys["attachments"].texts() if "attachments" in keys else (),
        **_texts(keys, "reason", "quote", "sender", "subject"),
        **_flags(keys, "inside_account", "solicited"),
    )
    if not any(made.quote in part for part in (made.text, made.subject, made.sender, *made.attachments)):
        keys["quote"].fail(errors.BadQuote, "words of the message, exactly", found=made.quote)
    return made


def examples(node: Node, known: Iterable[str]) -> Iterator[Example]:
    """The examples of a file, which must be about clauses that exist."""
    names = frozenset(known)
    for group in node.mapping(("examples",), ("examples",))["examples"].items():
        keys = group.mapping(("clause", "fires", "near_misses"), ("clause",))
        clause = keys["clause"].text()
        if clause not in names:
            keys["clause"].fail(errors.UnknownReference, "the id of a clause", found=clause)
        for name in ("fires", "near_misses"):
            for item in keys[name].items() if name in keys else ():
                yield _example(item, clause, name == "fires")
