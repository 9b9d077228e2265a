"""The sentences that people read."""

from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any

from tocsin.charter import compiled_tables
from tocsin.charter.channels import ChannelId
from tocsin.charter.institution_name import put_name
from tocsin.charter.loading import list_charter_names
from tocsin.charter.schema import MAX, MIN, AnyClause, ValidityPeriod
from tocsin.charter.words import format_day, translate_channel_inside
from tocsin.evidence.model import AskLikeness, IssuedCode, KnownCampaign, SourceListing, TextResemblance
from tocsin.locale.catalogues import translate
from tocsin.locale.languages import FALLBACK, get_language


@cache
def load_wording_table() -> dict[str, Any]:
    """The table of sentences (``verdict/wording.yaml``)."""
    found: dict[str, Any] = compiled_tables.get_table("verdict/wording")
    return found


def pick_language(entry: dict[str, Any], lang: str) -> str:
    """A sentence of the table in a language; in English where it is not there."""
    return str(entry.get(lang) or entry[FALLBACK])


def describe_finding(kind: str, lang: str, quote: str, name: str, *, learned: float = 0.0) -> str:
    """What was seen, in one sentence; ``learned``: it is read by likeness, which is said first, with how often that is
    right, at least."""
    before, _, after = _load_template(kind, lang, name, learned)
    return f"{before}{shorten_quote(quote)}{after}"


@cache
def _load_template(kind: str, lang: str, name: str, learned: float) -> tuple[str, str, str]:
    table = load_wording_table()
    kinds, alike = table["kinds"], table["learned_asks"]
    entry = kinds.get(kind) or kinds["pretext"]
    said = pick_language((learned and alike.get(kind)) or entry, lang)
    if learned:
        said = pick_language(alike["introduction"], lang).format(right=round(10 * learned), finding=said)
    return put_name(said, name, lang).partition("{quote}")


@cache
def describe_compatible(kind: str, lang: str, name: str) -> str:
    """What would have been compatible, or an empty string."""
    entry = load_wording_table()["kinds"].get(kind, {}).get("compatible")
    return put_name(pick_language(entry, lang), name, lang) if entry else ""


@cache
def get_headline(level: str, lang: str, name: str) -> str:
    """The verdict in one sentence."""
    return put_name(pick_language(load_wording_table()["headlines"][level], lang), name, lang)


@cache
def list_plain_sentences(level: str, lang: str) -> tuple[str, ...]:
    """What a level means, easy to read: one idea a sentence."""
    return _pick_list(load_wording_table()["plain"]["said"][level], lang)


def list_plain_steps(acts: tuple[str, ...], level: str, lang: str) -> tuple[str, ...]:
    """What to do, easy to read: one thing a step, the last where it was done already."""
    plain = load_wording_table()["plain"]
    asked = () if level == "authentic" else (pick_language(plain["ask"], lang),)
    return (*acts, *asked, pick_language(plain["done"], lang))


def _pick_list(entry: dict[str, Any], lang: str) -> tuple[str, ...]:
    return tuple(map(str, entry.get(lang) or entry[FALLBACK]))


@cache
def name_anybody(lang: str) -> str:
    """What stands in the place of the institution's name where a message comes in the name of none."""
    return pick_language(load_wording_table()["anybody"], lang).format(count=len(list_charter_names()))


@cache
def describe_proof(level: str, lang: str, name: str) -> str:
    """What the verdict proves, and what it does not; a turn without words of its own has its level's."""
    said = load_wording_table()["proves"]
    return put_name(pick_language(said.get(level) or said[level.partition("_")[0]], lang), name, lang)


@cache
def list_general_advice(when: str, lang: str) -> tuple[str, ...]:
    """What to do in a situation, whoever the message names; empty where there is nothing of that kind."""
    return tuple(pick_language(one, lang) for one in load_wording_table()["general"].get(when, ()))


def compose_question(levels: Mapping[ChannelId, str], lang: str) -> str:
    """Asks how a message came, where the verdict hangs on it: what it would be by each way."""
    table_ = load_wording_table()["question"]
    ways: dict[str, list[str]] = {}
    for way, level in levels.items():
        ways.setdefault(level, []).append(translate_channel_inside(way, lang))
    joined = translate("titles", "or", lang)
    parts = (
        pick_language(table_[level], lang).format(ways=joined.join(names)) for level, names in ways.items()
    )
    return f"{pick_language(table_['asked'], lang)} {get_language(lang).semicolon.join(parts)}."


def ask_for_text(lang: str) -> str:
    """Asks for the message itself, where a person told of it in their own words."""
    return pick_language(load_wording_table()["question"]["retold"], lang)


@cache
def quote_answer(question: str, lang: str) -> str:
    """What a person answered, as it is quoted: the question and yes, or what stands for it."""
    asked = translate("spoken_questions", question, lang)
    return f"{asked} {translate('spoken_answers', 'yes', lang)}" if asked.endswith("?") else asked


def shorten_quote(quote: str, limit: int = 90) -> str:
    """A quote that fits a line."""
    quote = " ".join(quote.split())
    return quote if len(quote) <= limit else quote[: limit - 1] + "…"


@lru_cache(maxsize=2048)
def format_validity(when: ValidityPeriod, lang: str) -> str:
    """Dates in force, in words; an uncertain date is said to be so."""
    start = _format_start(when, lang)
    if when.latest_end == MAX and when.earliest_end == MAX:
        return start if when.latest_start == MIN else translate("validity", "since", lang, start=start)
    return translate("validity", "span", lang, start=start, end=_format_end(when, lang))


def _format_start(when: ValidityPeriod, lang: str) -> str:
    if when.latest_start == MIN:
        return translate("validity", "open", lang)
    if when.earliest_start == when.latest_start:
        return when.latest_start.isoformat()
    if when.earliest_start == MIN:
        return translate("validity", "at_latest", lang, day=when.latest_start)
    return translate("validity", "between", lang, first=when.earliest_start, last=when.latest_start)


def _format_end(when: ValidityPeriod, lang: str) -> str:
    if when.earliest_end == when.latest_end:
        return when.latest_end.isoformat()
    if when.latest_end == MAX:
        return translate("validity", "last_seen", lang, day=when.earliest_end)
    return translate("validity", "between", lang, first=when.earliest_end, last=when.latest_end)


def format_source(clause: AnyClause) -> str:
    """Where a clause was read: publisher, date, address, and how near it is to the institution's words."""
    first = clause.sources[0]
    return f"{first.publisher}, {first.date}, {first.url} ({first.quality})"


def describe_issued_code(issue: IssuedCode, kind: str, lang: str) -> str:
    """What the register says of a code, to follow what was seen; empty where it does not know it."""
    if issue.issued is None:
        return ""
    said = load_wording_table()["register"]
    parts = [
        pick_language(said["issued"], lang).format(
            day=format_day(issue.issued.date(), lang), sender=issue.sender
        )
    ]
    parts += [pick_language(said[misuse], lang) for misuse in issue.misuse]
    if kind == "registered_text_differs" and issue.genuine:
        parts.append(pick_language(said["genuine"], lang).format(text=issue.genuine))
    return "".join(f" {part}" for part in parts)


def describe_campaign(campaign: KnownCampaign, lang: str) -> str:
    """Since when a campaign is known, and how often it was reported, to follow what was seen."""
    said = pick_language(load_wording_table()["circulation"]["seen"], lang)
    return " " + said.format(
        day=format_day(campaign.since, lang), reports=campaign.reports, number=campaign.number
    )


def format_register_source(issue: IssuedCode, lang: str) -> str:
    """The register as a source."""
    said = load_wording_table()["register"]["source" if issue.template else "source_unknown"]
    return pick_language(said, lang).format(template=issue.template)


def describe_listing(listing: SourceListing, lang: str) -> str:
    """Who lists it since when, to follow what was seen."""
    said = pick_language(load_wording_table()["listing"]["since"], lang)
    return " " + said.format(source=listing.source, day=format_day(listing.since, lang))


def format_listing_source(listing: SourceListing, lang: str) -> str:
    """The list as a source, with who may be told."""
    said = pick_language(load_wording_table()["listing"]["source"], lang)
    return said.format(source=listing.source, day=listing.since, tlp=listing.tlp.upper())


def describe_resemblance(resemblance: TextResemblance, kind: str, lang: str) -> str:
    """How clear a likeness is, in words, to follow what was seen."""
    return " " + pick_language(load_wording_table()["resemblance"][kind][resemblance.band], lang)


def format_resemblance_source(resemblance: TextResemblance | AskLikeness, lang: str) -> str:
    """The rows that a text was compared with, as a source: how many, and their version."""
    said = pick_language(load_wording_table()["resemblance"]["source"], lang)
    return said.format(rows=resemblance.rows, rows_hash=resemblance.rows_hash)
