"""The sentences that people read, in French and English."""

from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any

from tocsin.charter import compiled_tables
from tocsin.charter.channels import ChannelId
from tocsin.charter.schema import MAX, MIN, AnyClause, ValidityPeriod, Wording
from tocsin.charter.words import format_day, translate_channel_inside
from tocsin.evidence.model import IssuedCode

LANGUAGES = ("fr", "en")
_OPEN = {"fr": "date de début inconnue", "en": "unknown start"}


@cache
def load_sentences() -> dict[str, Any]:
    """The table of sentences (``verdict/wording.yaml``)."""
    found: dict[str, Any] = compiled_tables.get_table("verdict/wording")
    return found


def describe_finding(kind: str, lang: str, quote: str, name: str) -> str:
    """What was seen, in one sentence."""
    before, _, after = _load_template(kind, lang, name)
    return f"{before}{shorten_quote(quote)}{after}"


@cache
def _load_template(kind: str, lang: str, name: str) -> tuple[str, str, str]:
    kinds = load_sentences()["kinds"]
    entry = kinds.get(kind) or kinds["pretext"]
    return str(entry[lang]).replace("{name}", name).partition("{quote}")


@cache
def describe_compatible(kind: str, lang: str, name: str) -> str:
    """What would have been compatible, or an empty string."""
    entry = load_sentences()["kinds"].get(kind, {}).get("compatible")
    return str(entry[lang]).replace("{name}", name) if entry else ""


@cache
def get_headline(level: str, lang: str, name: str) -> str:
    """The verdict in one sentence."""
    return str(load_sentences()["headlines"][level][lang]).replace("{name}", name)


@cache
def describe_proof(level: str, lang: str, name: str) -> str:
    """What the verdict proves, and what it does not; a turn without words of its own has its level's."""
    said = load_sentences()["proves"]
    return str((said.get(level) or said[level.partition("_")[0]])[lang]).replace("{name}", name)


@cache
def list_general_advice(when: str, lang: str) -> tuple[str, ...]:
    """What to do in a situation, whoever the message names; empty where there is nothing of that kind."""
    return tuple(str(one[lang]) for one in load_sentences()["general"].get(when, ()))


def compose_question(levels: Mapping[ChannelId, str], lang: str) -> str:
    """Asks how a message came, where the verdict hangs on it: what it would be by each way."""
    table_ = load_sentences()["question"]
    ways: dict[str, list[str]] = {}
    for way, level in levels.items():
        ways.setdefault(level, []).append(translate_channel_inside(way, lang))
    joined = {"fr": " ou ", "en": " or "}[lang]
    parts = (table_[level][lang].format(ways=joined.join(names)) for level, names in ways.items())
    between = " ; " if lang == "fr" else "; "  # French sets a space before it
    return str(table_["asked"][lang]) + " " + between.join(parts) + "."


def translate_wording(wording: Wording, lang: str) -> str:
    """A wording in one language."""
    return wording.en if lang == "en" else wording.fr


def shorten_quote(quote: str, limit: int = 90) -> str:
    """A quote that fits a line."""
    quote = " ".join(quote.split())
    return quote if len(quote) <= limit else quote[: limit - 1] + "…"


@lru_cache(maxsize=2048)
def format_validity(when: ValidityPeriod, lang: str) -> str:
    """Dates in force, in words; an uncertain date is said to be so."""
    start = _format_start(when, lang)
    if when.latest_end == MAX and when.earliest_end == MAX:
        return (
            {"fr": f"depuis {start}", "en": f"since {start}"}[lang]
            if when.latest_start != MIN
            else _OPEN[lang]
        )
    end = _format_end(when, lang)
    return {"fr": f"{start} à {end}", "en": f"{start} to {end}"}[lang]


def _format_start(when: ValidityPeriod, lang: str) -> str:
    if when.latest_start == MIN:
        return _OPEN[lang]
    if when.earliest_start == when.latest_start:
        return when.latest_start.isoformat()
    if when.earliest_start == MIN:
        return {"fr": f"au plus tard {when.latest_start}", "en": f"{when.latest_start} at the latest"}[lang]
    return {
        "fr": f"entre {when.earliest_start} et {when.latest_start}",
        "en": f"between {when.earliest_start} and {when.latest_start}",
    }[lang]


def _format_end(when: ValidityPeriod, lang: str) -> str:
    if when.earliest_end == when.latest_end:
        return when.latest_end.isoformat()
    if when.latest_end == MAX:
        return {
            "fr": f"vu pour la dernière fois {when.earliest_end}",
            "en": f"last seen {when.earliest_end}",
        }[lang]
    return {
        "fr": f"entre {when.earliest_end} et {when.latest_end}",
        "en": f"between {when.earliest_end} and {when.latest_end}",
    }[lang]


def format_source(clause: AnyClause) -> str:
    """Where a clause was read: publisher, date, address, and how near it is to the institution's words."""
    first = clause.sources[0]
    return f"{first.publisher}, {first.date}, {first.url} ({first.quality})"


def describe_issued_code(issue: IssuedCode, kind: str, lang: str) -> str:
    """What the register says of a code, to follow what was seen; empty where it does not know it."""
    if issue.issued is None:
        return ""
    said = load_sentences()["register"]
    parts = [said["issued"][lang].format(day=format_day(issue.issued.date(), lang), sender=issue.sender)]
    parts += [said[misuse][lang] for misuse in issue.misuse]
    if kind == "registered_text_differs" and issue.genuine:
        parts.append(said["genuine"][lang].format(text=issue.genuine))
    return "".join(f" {part}" for part in parts)


def format_register_source(issue: IssuedCode, lang: str) -> str:
    """The register as a source."""
    said: str = load_sentences()["register"]["source" if issue.template else "source_unknown"][lang]
    return said.format(template=issue.template)
