"""How often Tocsin is wrong: the newest measurements at first sight, in numbers that everybody can read."""

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Final

from django.http import HttpRequest, HttpResponse
from msgspec import Struct

from tocsin.evaluation.ledger import LedgerEntry, MeasuredFamily, pool_figures, read_own_ledger
from tocsin.locale.catalogues import translate_name
from tocsin.metrics.statistics import estimate_proportion
from tocsin.web import error_pages, formatting, language, page_rendering
from tocsin.web.sentences import page_sentences

POOLED: Final = 6
"""How many of the newest measurements count together: one alone has few messages of each family, or none of some."""
FAMILIES: Final = ("fraud-am", "fraud-other", "genuine-am", "genuine-other", "harmless")
"""As the page lists them; other families of a ledger are not shown."""
_HARMFUL: Final = ("fraud-am", "fraud-other")


class FamilyAccuracy(Struct, frozen=True):
    name: str
    rows: int
    wrong: int
    """Frauds without a warning; honest messages with one."""
    in_hundred: str
    """Of 100, how many are judged as they should be."""
    low: str
    high: str
    """The same, as far as so few messages let it be known (95 %)."""
    accused: int
    """Called an imposture."""


class ChannelAccuracy(Struct, frozen=True):
    name: str
    frauds: int
    missed: int
    honest: int
    warned: int


@error_pages.allow_methods("GET", "HEAD")
def show_accuracy_page(request: HttpRequest) -> HttpResponse:
    lang = language.request_language(request)
    entries = find_newest_measurements(read_own_ledger())
    figures = [figure for entry in entries for figure in entry.figures]
    t = page_sentences("accuracy", lang)
    return page_rendering.render_page(
        request,
        "accuracy",
        measured=bool(entries),
        day=formatting.format_day(entries[0].on, lang) if entries else "",
        measurements=len(entries),
        authors=len({one.sha256 for entry in entries for one in entry.sets}),
        rows=formatting.format_count(sum(one.rows for entry in entries for one in entry.sets), lang),
        families=[(t[f"family_{one.name.replace('-', '_')}"], one) for one in measure_families(figures)],
        channels=[(translate_name("channels", one.name, lang), one) for one in measure_channels(figures)],
    )


def find_newest_measurements(entries: Sequence[LedgerEntry]) -> list[LedgerEntry]:
    """Those of messages at first sight, the newest first."""
    seen = (one for one in reversed(entries) if one.subject == "messages" and one.sight == "first")
    return list(islice(seen, POOLED))


def measure_families(figures: Iterable[MeasuredFamily]) -> list[FamilyAccuracy]:
    """Each family that the page shows, over all measurements."""
    pooled = {one.family: one for one in pool_figures(figures)}
    return [_measure_family(pooled[name]) for name in FAMILIES if name in pooled]


def _measure_family(one: MeasuredFamily) -> FamilyAccuracy:
    flagged = one.counts["flagged"]
    good = flagged if one.family in _HARMFUL else one.rows - flagged
    found = estimate_proportion(good, one.rows)
    return FamilyAccuracy(
        name=one.family,
        rows=one.rows,
        wrong=one.rows - good,
        in_hundred=_round_hundredth(found.share),
        low=_round_hundredth(found.low),
        high=_round_hundredth(found.high),
        accused=one.counts["imposture"],
    )


def _round_hundredth(share: float | None) -> str:
    return "" if share is None else f"{100 * share:.0f}"


def measure_channels(figures: Iterable[MeasuredFamily]) -> list[ChannelAccuracy]:
    """Each channel over all measurements, the weakest first."""
    counts: dict[str, list[int]] = {}
    for one in pool_figures(figures, by_channel=True):
        if one.channel and one.family in FAMILIES:
            own = counts.setdefault(one.channel, [0, 0, 0, 0])
            place = 0 if one.family in _HARMFUL else 2
            wrong = one.rows - one.counts["flagged"] if place == 0 else one.counts["flagged"]
            own[place] += one.rows
            own[place + 1] += wrong
    found = [ChannelAccuracy(channel, *own) for channel, own in counts.items()]
    return sorted(found, key=lambda one: -(one.missed + one.warned) / max(1, one.frauds + one.honest))
