"""Contacts: how many, who named nobody, who was known before, who fell ill."""

from tocsin.metrics.surveillance import contact_outcomes, indicators
from tocsin.metrics.surveillance.board import SurveillanceBoard
from tocsin.privacy.noted_fields import list_noted_fields
from tocsin.web import charts, formatting
from tocsin.web.dashboards.data_tables import DataTable, TableColumn
from tocsin.web.dashboards.panels.panel import (
    DashboardPanel,
    KeyFigure,
    PanelSentences,
    share_bar,
    share_cells,
    share_columns,
)


def build_contact_panels(board: SurveillanceBoard, w: PanelSentences) -> list[DashboardPanel]:
    return [
        _named_contacts_panel(board, w),
        _shares_panel(board, w),
        _settings_panel(board, w),
        _follow_up_panel(board, w, "contact_follow"),
        _follow_up_panel(board, w, "case_follow"),
    ]


def _named_contacts_panel(board: SurveillanceBoard, w: PanelSentences) -> DashboardPanel:
    title, lead = w["named_title"], w["named_lead"]
    found = indicators.count_named_contacts(board)
    if found is None:
        return DashboardPanel("named", title, lead, note=w["hidden_note"])
    asked = found.interviewed.count
    facts = [
        KeyFigure(
            w["fact_mean"],
            w["no_figure"] if found.mean is None else formatting.format_decimal(found.mean, w.lang),
        ),
        KeyFigure(w["fact_none"], w.format_share(found.none)),
        KeyFigure(w["fact_interviewed"], w.format_share(found.interviewed)),
    ]
    if found.exact and found.exact.median is not None:
        quartiles = (found.exact.median, found.exact.lower, found.exact.upper)
        median, low, high = (formatting.format_decimal(one or 0, w.lang, 1) for one in quartiles)
        facts.append(KeyFigure(w["fact_median"], w["quartiles"].format(median=median, low=low, high=high)))
    rows = [(name, cases, cases / asked if asked else None) for name, cases in found.cells]
    chart = charts.draw_bars(
        "chart-named",
        title,
        [charts.ChartBar(name, cases, w.format_count(cases)) for name, cases, _ in rows],
    )
    table = DataTable(
        "named",
        title,
        w.columns(contacts="text", cases="count", share="share"),
        tuple(rows),
    )
    return DashboardPanel("named", title, lead, tuple(facts), chart, table)


def _shares_panel(board: SurveillanceBoard, w: PanelSentences) -> DashboardPanel:
    found = indicators.count_named_contacts(board)
    shares = {
        "none": found.none if found else None,
        "known": indicators.cell_share(board, "known", "before"),
        "attack": indicators.cell_share(board, "attack", "became"),
    }
    bars = [share_bar(w, w[f"share_{name}"], one) for name, one in shares.items()]
    title = w["shares_title"]
    chart = charts.draw_bars("chart-shares", title, bars, most=1, shown=w.format_percent)
    table = DataTable(
        "shares",
        title,
        share_columns(w, TableColumn("measure", w["col_measure"], "text")),
        tuple((w[f"share_{name}_long"], *share_cells(one)) for name, one in shares.items()),
        tuple(shares),
    )
    return DashboardPanel("shares", title, w["shares_lead"], chart=chart, table=table)


def _settings_panel(board: SurveillanceBoard, w: PanelSentences) -> DashboardPanel:
    """Where contacts who became cases had been exposed."""
    title, lead = w["settings_title"], w["settings_lead"]
    found = contact_outcomes.measure_attack_by_setting(board)
    if found is None:
        return DashboardPanel("settings", title, lead, note=w["hidden_note"])
    if not found:
        return DashboardPanel("settings", title, lead, note=w["settings_none"])
    words = list_noted_fields()["exposure_setting"].values
    named = {
        setting: words[setting].in_language(w.lang) if setting in words else w["unknown"]
        for setting, _ in found
    }
    bars = [share_bar(w, named[setting], one) for setting, one in found]
    every = indicators.cell_share(board, "attack", "became")
    chart = charts.draw_bars(
        "chart-settings", title, bars, rule=every.share if every else None, shown=w.format_percent
    )
    table = DataTable(
        "settings",
        title,
        share_columns(w, TableColumn("setting", w["col_setting"], "text")),
        tuple((named[setting], *share_cells(one)) for setting, one in found),
        tuple(setting for setting, _ in found),
    )
    facts = (
        KeyFigure(w["fact_attack"], w.format_share(every)),
        KeyFigure(w["fact_households"], w.format_share(contact_outcomes.measure_household_attack(board))),
    )
    return DashboardPanel("settings", title, lead, facts, chart, table)


def _follow_up_panel(board: SurveillanceBoard, w: PanelSentences, block: str) -> DashboardPanel:
    """How many of those under follow-up were heard from, day by day."""
    name = block.replace("_", "-")
    title, lead = w[f"{block}_title"], w[f"{block}_lead"]
    found = contact_outcomes.measure_follow_up(board, block)
    if found is None:
        return DashboardPanel(name, title, lead, note=w["hidden_note"])
    if not found:
        return DashboardPanel(name, title, lead, note=w["none"])
    bars = [share_bar(w, formatting.format_short_day(one.day, w.lang), one.completeness) for one in found]
    chart = charts.draw_bars(f"chart-{name}", title, bars, most=1, shown=w.format_percent)
    outcomes = contact_outcomes.FOLLOWED[1:]
    table = DataTable(
        name,
        title,
        (
            *share_columns(w, TableColumn("day", w["col_day"], "day")),
            *(TableColumn(what, w[f"col_{what}"]) for what in outcomes),
        ),
        tuple(
            (one.day, *share_cells(one.completeness), *(one.outcomes[what] for what in outcomes))
            for one in reversed(found)
        ),
    )
    return DashboardPanel(name, title, lead, chart=chart, table=table)
