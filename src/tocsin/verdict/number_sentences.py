"""What is known of a telephone number, in sentences: the same on its page and wherever a number alone is answered."""

from collections.abc import Iterator
from typing import Final, Literal

from tocsin.charter.schema import MIN, PointClause
from tocsin.charter.words import format_day, format_validity, translate_wording
from tocsin.locale.catalogues import translate
from tocsin.phone_numbers.dialled_number import parse_phone_number
from tocsin.verdict.number_report import LookalikeNumber, NumberReport, NumberUse

NumberStanding = Literal["alike", "premium", "theirs", "was", "advice", "help", "fiction", "unknown"]
"""The one thing to know of a number first."""
GRAVE: Final[frozenset[NumberStanding]] = frozenset(("alike", "premium"))
"""Those for which a number is not to be rung."""
_TOLD: Final = frozenset(("yes", "perhaps", "was", "will"))
"""Uses that say something of a number; that it is not in a list says nothing where it is nowhere."""


def find_standing(report: NumberReport) -> NumberStanding:
    """The one thing to know of a number first."""
    standings = {use.standing for use in report.uses}
    if report.alike:
        return "alike"
    if report.tariff == "premium":
        return "premium"
    if standings & {"yes", "perhaps"}:
        return "theirs"
    if report.advice:
        return "advice"
    if "was" in standings:
        return "was"
    if report.fiction:
        return "fiction"
    return "help" if report.help else "unknown"


def describe_standing(report: NumberReport, name: str, lang: str) -> str:
    """It, in a sentence; ``name`` is that of the institution."""
    return translate("number", f"v_{find_standing(report)}", lang).format(name=name)


def describe_price(report: NumberReport, lang: str) -> str:
    """What it costs, in words."""
    if report.price:
        return translate_wording(report.price, lang)
    if report.range:
        return translate_wording(report.range.price, lang)
    foreign = report.country or report.number.digits.startswith("+")
    return translate("number", "cost_abroad" if foreign else "cost_unknown", lang)


def describe_holders(report: NumberReport, lang: str) -> Iterator[str]:
    """Who may have it: its part of the numbering plan and since when that is so, its country, and whether it is
    kept for fiction."""
    if report.range:
        kind, start = translate_wording(report.range.name, lang), report.range.start
        said = (
            translate("number", "kind", lang, kind=kind)
            if start == MIN
            else translate("number", "kind_since", lang, kind=kind, day=format_day(start, lang))
        )
        use = translate_wording(report.range.use, lang) if report.range.use else ""
        yield f"{said} {use}".strip()
    if report.country:
        yield translate("number", "country", lang, code=report.country)
    if report.overseas:
        yield translate("number", "overseas", lang)


def describe_likeness(one: LookalikeNumber, lang: str) -> str:
    """Which number it looks like, and how."""
    genuine = parse_phone_number(one.point.value)
    return translate("number", f"alike_{one.how}", lang, number=genuine.display_form)


def describe_question(use: NumberUse, name: str, lang: str) -> str:
    """Whether the institution uses it in one way, asked."""
    turn = "from" if use.direction == "they_contact_you" else "to"
    return translate("number", f"q_{turn}_{use.channel}", lang, name=name)


def describe_use(use: NumberUse, lang: str) -> str:
    """And answered."""
    return translate("number", f"s_{use.standing}", lang)


def describe_dates(point: PointClause, lang: str) -> str:
    """What a number is for, and when."""
    return f"{translate_wording(point.purpose, lang)}, {format_validity(point.in_force, lang)}"


def describe_display(report: NumberReport, lang: str) -> str:
    """What operators do about it where a call shows it; empty where there is nothing to say."""
    return translate_wording(report.display.wording, lang) if report.display else ""


def describe_number(report: NumberReport, name: str, lang: str) -> Iterator[str]:
    """Everything that is to be said of a number beside its standing, shortest first: what it looks like, what it
    costs, who may have it, and for what the institution uses it, since when."""
    for one in report.alike:
        yield describe_likeness(one, lang)
    yield translate("number", "price", lang, price=describe_price(report, lang))
    yield from describe_holders(report, lang)
    for use in report.uses:
        if use.standing in _TOLD:
            dates = "; ".join(describe_dates(point, lang) for point in use.points)
            yield f"{describe_question(use, name, lang)} {describe_use(use, lang)} ({dates})."
    for clause in report.advice:
        yield translate_wording(clause.wording, lang)
    if report.display:
        yield describe_display(report, lang)
