"""What people read of a comparison, in both languages: names of measures, and figures as they are written."""

from functools import cache
from typing import Final

from tocsin.charter.schema import Wording
from tocsin.charter.words import translate_wording
from tocsin.charter.yaml_document import read_packaged_yaml
from tocsin.locale.languages import get_language
from tocsin_simulation.locale import translate_simulation
from tocsin_simulation.policies.comparison import MeasureWinner, SeedEstimate

type Lang = str
MAIN: Final = ("delivered", "answered", "reached", "contacts", "told", "r", "calls", "cost")
"""Measures of the table that is read first."""
MORE: Final = ("submitted", "ever", "found", "won", "sms", "hours", "cost_each", "waiting")
FOLLOWED: Final = ("infected", "later")
"""Measures of the days that follow, where they are played."""
SHARES: Final = frozenset(("submitted", "delivered", "answered", "reached", "ever", "told"))
SMALL: Final = frozenset(("r", "won"))
EUROS: Final = frozenset(("cost", "cost_each"))
_HARD: Final = "\u00a0"


@cache
def load_texts() -> dict[str, dict[str, Wording]]:
    return read_packaged_yaml(__package__, "data/texts.yaml").convert_to(dict[str, dict[str, Wording]])


def name_measure(measure: str, lang: Lang) -> str:
    return translate_wording(load_texts()["labels"][measure], lang)


def format_number(value: float, lang: Lang, digits: int = 0) -> str:
    """A number with its thousands set apart.

    >>> format_number(501635, "en"), format_number(1.5, "fr", 1)
    ('501,635', '1,5')
    """
    written = get_language(lang).format_number(value, digits)
    return written if any(digit in written for digit in "123456789") else written.lstrip("-")


def format_figure(value: float, unit: str, lang: Lang) -> str:
    """A figure that is taken for granted, with its unit.

    >>> [format_figure(n, unit, "fr").replace(_HARD, " ") for n, unit in ((0.005, "share"), (3.2, "days"))]
    ['0,5 %', '3,2 jours']
    """
    scale, words = (
        (100, get_language(lang).percent) if unit == "share" else (1, _HARD + _name_unit(unit, lang))
    )
    places = len(f"{scale * value:g}".partition(".")[2])
    return format_number(scale * value, lang, places) + words


def _name_unit(unit: str, lang: Lang) -> str:
    return translate_wording(load_texts()["units"][unit], lang)


def format_value(measure: str, found: float, lang: Lang) -> str:
    if measure in SHARES:
        return f"{format_number(100 * found, lang, 1)}{_HARD}%"
    if measure == "cost_each":
        return _format_euros(format_number(found, lang, 2), lang)
    if measure in SMALL:
        return format_number(found, lang, 3)
    if measure in ("contacts", "found"):
        return format_number(found, lang, 2)
    written = _format_large(found, lang)
    return _format_euros(written, lang) if measure in EUROS else written


def format_difference(measure: str, found: float, lang: Lang) -> str:
    """A difference without its sign: points for shares."""
    if measure in SHARES:
        return f"{format_number(100 * abs(found), lang, 1)} points"
    if measure in SMALL:
        return format_number(abs(found), lang, 4)
    return format_value(measure, abs(found), lang)


def format_interval(measure: str, one: SeedEstimate, lang: Lang) -> str:
    """The interval of a difference, both ends with the sign of the mean; empty where there is none."""
    if one.low is None or one.high is None:
        return ""
    sign = -1 if one.mean < 0 else 1
    low, high = sorted((sign * one.low, sign * one.high))
    ends = {"low": _format_signed(measure, low, lang), "high": _format_signed(measure, high, lang)}
    return translate_simulation("comparison", "interval", lang, **ends)


def format_half_interval(measure: str, one: SeedEstimate, lang: Lang) -> str:
    """Half the interval of a mean; empty where there is none."""
    if one.high is None:
        return ""
    return "±" + format_value(measure, one.high - one.mean, lang).removesuffix(f"{_HARD}%")


def format_short_half(measure: str, one: SeedEstimate, lang: Lang) -> str:
    if one.high is None:
        return ""
    found = one.high - one.mean
    if measure in ("calls", "cost") and 1000 <= found < 999_500:
        return f"±{format_number(found / 1000, lang)}k"
    return format_half_interval(measure, one, lang)


def format_median_interval(measure: str, one: SeedEstimate, lang: Lang, *, signed: bool = False) -> str:
    """The median of the seeds and, in brackets, where eight in ten of them lie; ``signed``: of a difference."""

    def written(found: float) -> str:
        sign = "+" if found > 0 else "−" if found < 0 else ""
        return (
            sign + format_difference(measure, found, lang) if signed else format_value(measure, found, lang)
        )

    if one.lowest is None or one.highest is None:
        return written(one.median)
    return f"{written(one.median)} [{written(one.lowest)}{_HARD}; {written(one.highest)}]"


def say_certainty(best: MeasureWinner, lang: Lang) -> str:
    alone = best.lead is None or best.lead.low is None
    said = "one_seed" if alone else "sure" if best.is_significant else "chance"
    return translate_simulation("comparison", said, lang)


def say_winner(
    best: MeasureWinner, titles: dict[str, str], means: dict[str, SeedEstimate], lang: Lang
) -> str:
    """Who wins at something, by how much over the second, and how sure that is; one sentence."""
    name, lead = best.measure, best.lead
    value = format_value(name, means[best.policies[0]].mean, lang)
    first = _name_winners([titles[one] for one in best.policies], lang)
    if lead is None:
        alike = translate_simulation("comparison", "winners_alike", lang, first=first, value=value)
        return get_language(lang).typeset(alike)
    span = format_interval(name, lead, lang)
    said = translate_simulation(
        "comparison", "winner", lang, first=first, value=value, by=format_difference(name, lead.mean, lang),
        over=translate_simulation("comparison", "more" if lead.mean > 0 else "less", lang),
        second=titles[best.second], between=f" ({span})" if span else "", how=say_certainty(best, lang),
    )  # fmt: skip
    return get_language(lang).typeset(said)


def _name_winners(titles: list[str], lang: Lang) -> str:
    """The first of those who are alike, and how many others."""
    others = len(titles) - 1
    if not others:
        return titles[0]
    said = "one_alike" if others == 1 else "more_alike"
    return translate_simulation("comparison", said, lang, first=titles[0], others=others)


def _format_signed(measure: str, found: float, lang: Lang) -> str:
    written = format_difference(measure, found, lang).removesuffix(" points")
    return f"-{written}" if found < 0 and written.strip("0,. ") else written


def _format_large(found: float, lang: Lang) -> str:
    if abs(found) >= 200_000:
        return f"{format_number(found / 1e6, lang, 2)}{_HARD}M"
    return format_number(float(f"{found:.3g}"), lang) if abs(found) >= 1000 else format_number(found, lang)


def _format_euros(amount: str, lang: Lang) -> str:
    said = "millions" if amount.endswith("M") else "euros"
    return translate_simulation("comparison", said, lang, amount=amount)
