"""A panel, and what every panel is made with."""

from collections.abc import Sequence

from django.utils.safestring import SafeString
from msgspec import Struct

from tocsin.metrics.statistics import Proportion
from tocsin.web import charts, formatting
from tocsin.web.dashboards.data_tables import (
    HIDDEN,
    Cell,
    CellView,
    DataTable,
    Kind,
    TableColumn,
    table_rows_view,
)
from tocsin.web.dashboards.figure_selection import FigureSelection
from tocsin.web.language import Lang


class PanelSentences(Struct, frozen=True):
    """The sentences of a page, its language, and what its reader chose to see."""

    t: dict[str, str]
    lang: Lang
    chosen: FigureSelection = FigureSelection()

    def __getitem__(self, name: str) -> str:
        return self.t[name]

    def columns(self, **kinds: Kind) -> tuple[TableColumn, ...]:
        """Columns by name, each with what stands in it, under the heading ``col_NAME``; ``median_low`` has that of ``low``."""
        return tuple(
            TableColumn(name, self.t.get(f"col_{name}") or self[f"col_{name.rpartition('_')[2]}"], kind)
            for name, kind in kinds.items()
        )

    def format_count(self, value: float) -> str:
        return formatting.format_count(value, self.lang)

    def format_percent(self, value: float) -> str:
        """A share, without digits behind the point: at an axis."""
        return formatting.format_percent(value, self.lang, 0)

    def format_share(self, value: Proportion | None) -> str:
        """A share with its interval; what is hidden or of nobody says so."""
        if value is None:
            return self["hidden"]
        if value.share is None or value.low is None or value.high is None:
            return self["nobody"]
        low, high = (
            formatting.format_decimal(100 * value.low, self.lang, 1),
            formatting.format_percent(value.high, self.lang),
        )
        return self["share_of"].format(
            share=formatting.format_percent(value.share, self.lang),
            low=low,
            high=high,
            of=self.format_count(value.of),
        )


class KeyFigure(Struct, frozen=True):
    name: str
    value: str
    hidden: bool = False


class DashboardPanel(Struct, frozen=True):
    name: str
    title: str
    lead: str
    """What it means, in a sentence or two."""
    facts: tuple[KeyFigure, ...] = ()
    chart: SafeString = SafeString("")
    table: DataTable | None = None
    note: str = ""
    """What is to be known where there is nothing to show, or not all."""


def share_bar(w: PanelSentences, name: str, value: Proportion | None) -> charts.ChartBar:
    """A share as a bar with its interval; what is hidden or of nobody says so, and has none."""
    if value is None or value.share is None:
        return charts.ChartBar(name, None, w["hidden"] if value is None else w["nobody"])
    said = formatting.format_percent(value.share, w.lang)
    return charts.ChartBar(name, value.share, said, value.low, value.high)


def share_columns(w: PanelSentences, first: TableColumn) -> tuple[TableColumn, ...]:
    return (first, *w.columns(count="count", of="count", share="share", low="share", high="share"))


def share_cells(value: Proportion | None) -> Sequence[Cell]:
    if value is None:
        return (HIDDEN,) * 5
    return (value.count, value.of, value.share, value.low, value.high)


class PanelView(Struct, frozen=True):
    """A panel, and its table laid out for a page."""

    panel: DashboardPanel
    rows: list[list[CellView]]


def lay_out_panels(panels: Sequence[DashboardPanel], lang: Lang, hidden: str) -> list[PanelView]:
    """Panels for a page; ``hidden`` is what stands for a count that may not be seen."""
    return [PanelView(one, table_rows_view(one.table, lang, hidden) if one.table else []) for one in panels]
