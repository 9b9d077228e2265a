"""The map: a figure of each département, in classes, with its table."""

from typing import Final, Literal

from tocsin.metrics.surveillance.board import SurveillanceBoard
from tocsin.metrics.surveillance.department_figures import (
    DepartmentFigure,
    find_class,
    find_class_bounds,
    load_populations,
    measure_departments,
)
from tocsin.tracing.supervision.territory import find_territory_name
from tocsin.web import charts, formatting
from tocsin.web.charts.map_chart import load_department_map
from tocsin.web.dashboards.data_tables import HIDDEN, Cell, DataTable, TableColumn
from tocsin.web.dashboards.panels.panel import DashboardPanel, PanelSentences
from tocsin.web.page_urls import page_url

SECTIONS: Final = {"incidence": "epidemic", "reached": "clock", "attack": "contacts"}
"""Measure -> the section of the boards to which a département leads."""


def build_map_panels(board: SurveillanceBoard, w: PanelSentences) -> list[DashboardPanel]:
    measure = w.chosen.measure
    title = w[f"map_{measure}"]
    lead = w[f"map_{measure}_is"]
    found = measure_departments(board, measure)
    if not found:
        return [DashboardPanel("map", title, lead, note=w["none"])]
    bounds = find_class_bounds([one.value for one in found if one.value is not None])
    address = f"{page_url(f'boards.{SECTIONS[measure]}', w.lang)}?d={board.disease}&t="
    areas = {
        one.code: charts.MapArea(
            f"{one.code} {find_territory_name(one.code)} : {_figure_words(one, w)}",
            _fill(one, bounds),
            address + one.code,
        )
        for one in found
    }
    known = [one for one in found if one.value is not None]
    highest = max(known, key=lambda one: one.value or 0, default=None)
    told = (
        w["map_told"].format(name=find_territory_name(highest.code), figure=_figure_words(highest, w))
        if highest
        else w["none"]
    )
    chart = charts.draw_map("chart-map", title, told, areas, _legend(found, bounds, w))
    ordered = sorted(found, key=lambda one: (one.value is None, -(one.value or 0), one.code))
    share = measure != "incidence"
    table = DataTable(
        "map",
        title,
        (
            *w.columns(territory="text", count="count", of="count"),
            TableColumn("share" if share else "per_100k", w["col_share" if share else "col_per_100k"],
                        "share" if share else "decimal"),
            TableColumn("class", w["col_class"]),
        ),
        tuple(_table_row(one, bounds) for one in ordered),
        tuple(one.code for one in ordered),
        tuple(address + one.code for one in ordered),
    )  # fmt: skip
    note = w["map_source"].format(boundaries=load_department_map().source, people=load_populations().source)
    return [DashboardPanel("map", title, lead, chart=chart, table=table, note=note)]


def _fill(one: DepartmentFigure, bounds: list[float]) -> int | Literal["hidden", "none"]:
    if one.hidden:
        return "hidden"
    return "none" if one.value is None else find_class(one.value, bounds)


def _legend(
    found: list[DepartmentFigure], bounds: list[float], w: PanelSentences
) -> list[tuple[int | Literal["hidden", "none"], str]]:
    """Each class with its ends and how many are in it; who is in none only where there is one."""
    fills = [_fill(one, bounds) for one in found]
    legend: list[tuple[int | Literal["hidden", "none"], str]] = []
    if 0 in fills:
        legend.append((0, w["map_nought"].format(n=fills.count(0))))
    low = min((one.value for one in found if one.value), default=0.0)
    for place, end in enumerate(bounds, 1):
        words = {"low": _value_words(low, w), "high": _value_words(end, w), "n": fills.count(place)}
        legend.append((place, w["map_class"].format(**words)))
        low = end
    if "hidden" in fills:
        legend.append(("hidden", f"{w['hidden']} ({fills.count('hidden')})"))
    if "none" in fills:
        legend.append(("none", f"{w['nobody']} ({fills.count('none')})"))
    return legend


def _value_words(value: float, w: PanelSentences) -> str:
    if w.chosen.measure == "incidence":
        return formatting.format_decimal(value, w.lang, 1)
    return formatting.format_percent(value, w.lang)


def _figure_words(one: DepartmentFigure, w: PanelSentences) -> str:
    if one.hidden:
        return w["hidden"]
    return w["nobody"] if one.value is None else _value_words(one.value, w)


def _table_row(one: DepartmentFigure, bounds: list[float]) -> tuple[Cell, ...]:
    name = f"{one.code} {find_territory_name(one.code)}"
    if one.hidden:
        return (name, *(HIDDEN,) * 4)
    return (
        name,
        one.count,
        one.of,
        one.value,
        None if one.value is None else find_class(one.value, bounds),
    )
