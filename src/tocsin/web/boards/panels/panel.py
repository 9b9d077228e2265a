"""A panel, and what every panel is made with."""

from collections.abc import Sequence

from django.utils.safestring import SafeString
from msgspec import Struct

from tocsin.tracing.numbers import Share
from tocsin.web.boards import numbers
from tocsin.web.boards.tables import HIDDEN, Cell, Column, Shown, Table, shown
from tocsin.web.language import Lang


class Words(Struct, frozen=True):
    """The sentences of a page, and its language."""

    t: dict[str, str]
    lang: Lang

    def __getitem__(self, name: str) -> str:
        return self.t[name]

    def count(self, value: float) -> str:
        """A whole number."""
        return numbers.count(value, self.lang)

    def percent(self, value: float) -> str:
        """A share, without digits behind the point: at an axis."""
        return numbers.percent(value, self.lang, 0)

    def share(self, value: Share | None) -> str:
        """A share with its interval; what is hidden or of nobody says so."""
        if value is None:
            return self["hidden"]
        if value.share is None or value.low is None or value.high is None:
            return self["nobody"]
        low, high = numbers.decimal(100 * value.low, self.lang, 1), numbers.percent(value.high, self.lang)
        return self["share_of"].format(
            share=numbers.percent(value.share, self.lang), low=low, high=high, of=self.count(value.of)
        )


class Fact(Struct, frozen=True):
    """A figure that stands by itself."""

    name: str
    value: str
    hidden: bool = False


class Panel(Struct, frozen=True):
    """One thing to look at."""

    name: str
    title: str
    lead: str
    """What it means, in a sentence or two."""
    facts: tuple[Fact, ...] = ()
    chart: SafeString = SafeString("")
    table: Table | None = None
    note: str = ""
    """What is to be known where there is nothing to show, or not all."""


def share_columns(w: Words, first: Column) -> tuple[Column, ...]:
    """The columns of a table of shares."""
    return (
        first,
        Column("count", w["col_count"]),
        Column("of", w["col_of"]),
        Column("share", w["col_share"], "share"),
        Column("low", w["col_low"], "share"),
        Column("high", w["col_high"], "share"),
    )


def share_cells(value: Share | None) -> Sequence[Cell]:
    """A share in such a table."""
    if value is None:
        return (HIDDEN,) * 5
    return (value.count, value.of, value.share, value.low, value.high)


class Laid(Struct, frozen=True):
    """A panel, and its table laid out for a page."""

    panel: Panel
    rows: list[list[Shown]]


def laid(panels: Sequence[Panel], lang: Lang, hidden: str) -> list[Laid]:
    """Panels for a page; ``hidden`` is what stands for a count that may not be seen."""
    return [Laid(one, shown(one.table, lang, hidden) if one.table else []) for one in panels]
