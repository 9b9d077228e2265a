"""YAML to records: every field checked where it stands, before anything else sees it.

The format is documented in ``docs/reference/charter-format.md``.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any, get_args

from tocsin.charter import errors
from tocsin.charter.channels import CHANNELS, ChannelId
from tocsin.charter.items import ITEMS
from tocsin.charter.partial_dates import UNDATED, next_day, parse_partial_date
from tocsin.charter.schema import (
    CARRIED_SENDER,
    MAX,
    MIN,
    AdviceClause,
    AnyClause,
    AskClause,
    AttestationDates,
    Brand,
    CallTariff,
    ClauseExample,
    ClauseSource,
    ContentClause,
    Direction,
    FoundingSentence,
    InstitutionLexicon,
    ListingClause,
    LureAsset,
    Medium,
    PointClause,
    ProgrammeClause,
    Quality,
    ValidityPeriod,
    Wording,
)
from tocsin.charter.yaml_node import YamlNode
from tocsin.locale.languages import LANGUAGES, ORIGINALS

QUALITIES: tuple[Quality, ...] = get_args(Quality)
"""Best first."""
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
_CLAUSE_EXTRA = ("seen", "founding", "programme", "supersedes", "relaxes")

Sources = dict[str, YamlNode]


def _parse_day_span(node: YamlNode) -> tuple[date, date]:
    text = node.text()
    try:
        return parse_partial_date(text)
    except ValueError:
        return node.raise_failure(
            errors.BadDate, "a day (2021-03-04), a month (2021-03) or a year (2021)", found=text
        )


def parse_day(node: YamlNode) -> date:
    """A date that is a day."""
    first, last = _parse_day_span(node)
    if first != last:
        node.raise_failure(errors.BadDate, "a day (2021-03-04)", found=node.text())
    return first


def _parse_start(
    keys: dict[str, YamlNode], node: YamlNode, seen: AttestationDates | None
) -> tuple[date, date]:
    by = parse_partial_date(seen.first)[1] if seen else MAX
    if "from" in keys:
        if {"after", "by"} & keys.keys():
            node.raise_failure(errors.BadPeriod, "`from`, or `after` and `by`, not both")
        return (MIN, by) if keys["from"].text() == "unknown" else _parse_day_span(keys["from"])
    if not {"after", "by"} & keys.keys():
        node.raise_failure(errors.MissingField, "a day, or `unknown`", field="from")
    first = next_day(_parse_day_span(keys["after"])[1]) if "after" in keys else MIN
    return first, _parse_day_span(keys["by"])[1] if "by" in keys else max(first, by)


def _parse_end(keys: dict[str, YamlNode], node: YamlNode, seen: AttestationDates | None) -> tuple[date, date]:
    after = parse_partial_date(seen.last)[0] if seen else MIN
    if "until" in keys:
        if {"until_after", "until_by"} & keys.keys():
            node.raise_failure(errors.BadPeriod, "`until`, or `until_after` and `until_by`, not both")
        return (after, MAX) if keys["until"].text() == "unknown" else _parse_day_span(keys["until"])
    if not {"until_after", "until_by"} & keys.keys():
        return MAX, MAX
    last = _parse_day_span(keys["until_by"])[1] if "until_by" in keys else MAX
    return _parse_day_span(keys["until_after"])[0] if "until_after" in keys else min(after, last), last


def parse_period(node: YamlNode, seen: AttestationDates | None = None) -> ValidityPeriod:
    """The period of an ``in_force`` entry; unknown ends lean on the dates when sources say it."""
    keys = node.mapping(("from", "after", "by", "until", "until_after", "until_by"))
    earliest_start, latest_start = _parse_start(keys, node, seen)
    earliest_end, latest_end = _parse_end(keys, node, seen)
    if earliest_start > latest_start or earliest_end > latest_end or earliest_start > latest_end:
        node.raise_failure(errors.BadPeriod, "a start before the end")
    return ValidityPeriod(
        earliest_start=earliest_start,
        latest_start=latest_start,
        earliest_end=earliest_end,
        latest_end=latest_end,
    )


def parse_wording(node: YamlNode) -> Wording:
    """A sentence in French, in English, and in any other language that people read."""
    keys = node.mapping(LANGUAGES)
    for language in ORIGINALS:
        if language not in keys or not keys[language].text(empty=True):
            node.raise_failure(errors.MissingLanguage, f"a sentence in `{language}`", field=language)
    return Wording.from_texts({code: keys[code].text() for code in LANGUAGES if code in keys})


def parse_source(node: YamlNode, named: Sources) -> ClauseSource:
    """A source: a name from ``sources.yaml``, or a mapping that may name one and say more."""
    if node.is_text:
        return _build_source(node, _find_named_source(node, named).mapping(_SOURCE_KEYS), {})
    keys = node.mapping((*_SOURCE_KEYS, "source"))
    if "source" not in keys:
        return _build_source(node, keys, {})
    return _build_source(node, _find_named_source(keys.pop("source"), named).mapping(_SOURCE_KEYS), keys)


_SOURCE_KEYS = ("url", "publisher", "publisher_fr", "date", "quality", "note")


def _find_named_source(node: YamlNode, named: Sources) -> YamlNode:
    name = node.text()
    if name not in named:
        node.raise_failure(errors.UnknownClauseReference, "a name from sources.yaml", found=name)
    return named[name]


def _build_source(node: YamlNode, base: dict[str, YamlNode], more: dict[str, YamlNode]) -> ClauseSource:
    keys = base | more
    for name in ("url", "publisher", "date", "quality"):
        if name not in keys:
            node.raise_failure(errors.MissingField, name, field=name)
    _parse_day_span(keys["date"])
    quality: Any = keys["quality"].choice(QUALITIES)
    notes = [part["note"].text() for part in (base, more) if "note" in part]
    return ClauseSource(
        url=keys["url"].text(),
        publisher=keys["publisher"].text(),
        date=keys["date"].text(),
        quality=quality,
        note=" ".join(notes),
        publisher_fr=keys["publisher_fr"].text() if "publisher_fr" in keys else "",
    )


def _parse_seen_dates(node: YamlNode | None, sources: tuple[ClauseSource, ...]) -> AttestationDates:
    if node is None:
        dated = [s.date for s in sources if s.date != UNDATED] or [UNDATED]
        return AttestationDates(
            first=min(dated, key=lambda d: parse_partial_date(d)[1]),
            last=max(dated, key=lambda d: parse_partial_date(d)[0]),
        )
    keys = node.mapping(("first", "last"), required=("first", "last"))
    for key in keys.values():
        _parse_day_span(key)
    return AttestationDates(first=keys["first"].text(), last=keys["last"].text())


def _read_clause_keys(
    node: YamlNode, named: Sources, required: Iterable[str], extra: Iterable[str]
) -> dict[str, YamlNode]:
    required = (*_CLAUSE, *required)
    keys = node.mapping((*required, *_CLAUSE_EXTRA, *extra), required)
    if not list(keys["sources"].items()):
        keys["sources"].raise_failure(errors.MissingField, "at least one source")
    return keys


def _parse_channels(node: YamlNode) -> tuple[ChannelId, ...]:
    """A list of channels; ``any`` for a rule that holds by whatever channel a message comes."""
    return tuple(CHANNELS) if node.is_text and node.text() == "any" else node.choices(CHANNELS)


def _parse_common_fields(keys: dict[str, YamlNode], named: Sources) -> dict[str, Any]:
    sources = tuple(parse_source(item, named) for item in keys["sources"].items())
    seen = _parse_seen_dates(keys.get("seen"), sources)
    return {
        "id": keys["id"].text(),
        "direction": keys["direction"].choice(DIRECTIONS),
        "channels": _parse_channels(keys["channels"]),
        "wording": parse_wording(keys["wording"]),
        "in_force": parse_period(keys["in_force"], seen),
        "seen": seen,
        "sources": sources,
        "quality": min((s.quality for s in sources), key=QUALITIES.index),
        "founding": keys["founding"].texts() if "founding" in keys else (),
        "programme": keys["programme"].text() if "programme" in keys else "",
        "supersedes": keys["supersedes"].texts() if "supersedes" in keys else (),
        "relaxes": keys["relaxes"].texts() if "relaxes" in keys else (),
    }


def _parse_flags(keys: dict[str, YamlNode], *names: str) -> dict[str, Any]:
    return {name: keys[name].flag() for name in names if name in keys}


def _parse_texts(keys: dict[str, YamlNode], *names: str) -> dict[str, Any]:
    return {name: keys[name].text() for name in names if name in keys}


def _parse_wordings(keys: dict[str, YamlNode], *names: str) -> dict[str, Any]:
    return {name: parse_wording(keys[name]) for name in names if name in keys}


def parse_contact_value(node: YamlNode, medium: str) -> str:
    """The value of a contact point, in the one way it may be written."""
    value = node.text()
    if medium == "phone" and not _PHONE.fullmatch(value):
        node.raise_failure(
            errors.BadContactNumber, "+33553356237, or a short number such as 3646", found=value
        )
    if medium == "short_code" and not _SHORT_CODE.fullmatch(value):
        node.raise_failure(errors.BadContactNumber, "a short code such as 38663", found=value)
    if medium == "sms_sender" and not CARRIED_SENDER.fullmatch(value):
        node.raise_failure(
            errors.BadSenderName,
            "at most 11 characters, with a letter, as a network carries them",
            found=value,
        )
    if medium in ("mail_domain", "web_host") and not _HOST.fullmatch(value):
        node.raise_failure(errors.BadContactHost, "a host in lower case, such as info.ameli.fr", found=value)
    if medium == "mail_address":
        local, at, host = value.rpartition("@")
        if not (local and at and _HOST.fullmatch(host)) or " " in local:
            node.raise_failure(errors.BadMailAddress, "name@host in lower case", found=value)
    return value


def _parse_tariff(node: YamlNode) -> CallTariff:
    keys = node.mapping(("in_force", "tariff", "wording"), ("in_force", "tariff", "wording"))
    price: Any = keys["tariff"].choice(("free", "standard", "premium", "unknown"))
    return CallTariff(
        in_force=parse_period(keys["in_force"]), tariff=price, wording=parse_wording(keys["wording"])
    )


def _parse_point(node: YamlNode, named: Sources) -> PointClause:
    extra = ("subdomains", "delegate", "tariffs")
    keys = _read_clause_keys(node, named, ("medium", "value", "purpose"), extra)
    medium: Any = keys["medium"].choice(MEDIA)
    return PointClause(
        **_parse_common_fields(keys, named),
        medium=medium,
        value=parse_contact_value(keys["value"], medium),
        purpose=parse_wording(keys["purpose"]),
        tariffs=tuple(_parse_tariff(item) for item in keys["tariffs"].items()) if "tariffs" in keys else (),
        **_parse_flags(keys, "subdomains"),
        **_parse_texts(keys, "delegate"),
    )


def _parse_listing(node: YamlNode, named: Sources) -> ListingClause:
    keys = _read_clause_keys(node, named, ("media", "closed"), ())
    media: Any = keys["media"].choices(MEDIA)
    return ListingClause(**_parse_common_fields(keys, named), media=media, closed=keys["closed"].flag())


def _parse_ask(node: YamlNode, named: Sources) -> AskClause:
    keys = _read_clause_keys(
        node, named, ("items", "allowed"), ("completeness", "inside_account", "solicited")
    )
    items: Any = keys["items"].choices(ITEMS)
    allowed: Any = keys["allowed"].choice(ALLOWED)
    whole: Any = keys["completeness"].choice(("full", "partial", "any")) if "completeness" in keys else "any"
    return AskClause(
        **_parse_common_fields(keys, named),
        items=items,
        allowed=allowed,
        completeness=whole,
        **_parse_flags(keys, "inside_account", "solicited"),
    )


def _parse_content(node: YamlNode, named: Sources) -> ContentClause:
    keys = _read_clause_keys(node, named, ("contents", "allowed"), ("inside_account", "solicited"))
    allowed: Any = keys["allowed"].choice(ALLOWED)
    return ContentClause(
        **_parse_common_fields(keys, named),
        contents=keys["contents"].texts(),
        allowed=allowed,
        **_parse_flags(keys, "inside_account", "solicited"),
    )


def _parse_programme(node: YamlNode, named: Sources) -> ProgrammeClause:
    keys = _read_clause_keys(node, named, ("name",), ())
    return ProgrammeClause(**_parse_common_fields(keys, named), name=parse_wording(keys["name"]))


def _parse_advice(node: YamlNode, named: Sources) -> AdviceClause:
    keys = _read_clause_keys(node, named, ("when", "rank"), ("contact", "price", "hours", "not_for"))
    return AdviceClause(
        **_parse_common_fields(keys, named),
        when=keys["when"].choices(SITUATIONS),
        rank=keys["rank"].whole_number(),
        **_parse_texts(keys, "contact", "hours"),
        **_parse_wordings(keys, "price", "not_for"),
    )


SECTIONS: dict[str, Callable[[YamlNode, Sources], AnyClause]] = {
    "points": _parse_point,
    "listings": _parse_listing,
    "asks": _parse_ask,
    "contents": _parse_content,
    "programmes": _parse_programme,
    "advice": _parse_advice,
}


def _parse_asset(node: YamlNode) -> LureAsset:
    keys = node.mapping(("lure", "claim", "terms"), ("lure", "claim", "terms"))
    return LureAsset(lure=keys["lure"].text(), claim=keys["claim"].flag(), terms=keys["terms"].texts())


_LEXICON_LISTS = (
    *("names", "short_names", "implied", "business"),
    *("brand_labels", "common_labels", "not_alike"),
)


def parse_lexicon(node: YamlNode) -> InstitutionLexicon:
    """The words by which an institution is known."""
    keys = node.mapping(
        (*_LEXICON_LISTS, "assets", "programmes", "programme_topics", "brand", "by_department"), ("names",)
    )
    assets = keys["assets"].mapping() if "assets" in keys else {}
    programmes = keys["programmes"].mapping() if "programmes" in keys else {}
    topics = keys["programme_topics"].mapping() if "programme_topics" in keys else {}
    lists: dict[str, Any] = {name: keys[name].texts() for name in _LEXICON_LISTS if name in keys}
    if "brand" in keys:
        lists["brand"] = keys["brand"].choice(get_args(Brand))
    if "by_department" in keys:
        lists["by_department"] = keys["by_department"].flag()
    return InstitutionLexicon(
        **lists,
        assets={name: _parse_asset(value) for name, value in assets.items()},
        programmes={name: value.texts() for name, value in programmes.items()},
        programme_topics={name: value.texts() for name, value in topics.items()},
    )


def parse_founding_sentences(node: YamlNode) -> tuple[FoundingSentence, ...]:
    """The sentences of the founding document."""
    keys = node.mapping(("founding",), ("founding",))
    found = keys["founding"].mapping()
    return tuple(FoundingSentence(id=name, wording=parse_wording(value)) for name, value in found.items())


_EXAMPLE = ("on", "channel", "text")
_EXAMPLE_EXTRA = ("reason", "quote", "sender", "subject", "inside_account", "solicited", "attachments")


def _parse_example(node: YamlNode, clause: str, fires: bool) -> ClauseExample:
    keys = node.mapping((*_EXAMPLE, *_EXAMPLE_EXTRA), _EXAMPLE)
    channel: Any = keys["channel"].choice(CHANNELS)
    made = ClauseExample(
        clause=clause,
        fires=fires,
        on=parse_day(keys["on"]),
        channel=channel,
        text=keys["text"].text(),
        attachments=keys["attachments"].texts() if "attachments" in keys else (),
        **_parse_texts(keys, "reason", "quote", "sender", "subject"),
        **_parse_flags(keys, "inside_account", "solicited"),
    )
    if not any(made.quote in part for part in (made.text, made.subject, made.sender, *made.attachments)):
        keys["quote"].raise_failure(errors.BadExampleQuote, "words of the message, exactly", found=made.quote)
    return made


def parse_examples(groups: YamlNode, known: Iterable[str]) -> Iterator[ClauseExample]:
    """A list of examples by clause, which must be about clauses that exist."""
    names = frozenset(known)
    for group in groups.items():
        keys = group.mapping(("clause", "fires", "near_misses"), ("clause",))
        clause = keys["clause"].text()
        if clause not in names:
            keys["clause"].raise_failure(errors.UnknownClauseReference, "the id of a clause", found=clause)
        for name in ("fires", "near_misses"):
            for item in keys[name].items() if name in keys else ():
                yield _parse_example(item, clause, name == "fires")
