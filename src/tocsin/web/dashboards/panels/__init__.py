"""The panels of each page of the boards, by the name of the page."""

from collections.abc import Callable, Mapping
from typing import Final

from tocsin.metrics.surveillance.board import SurveillanceBoard
from tocsin.web.dashboards.panels import (
    chains,
    contacts,
    cost,
    deadlines,
    delays,
    department_map,
    epidemic,
    equity,
    replies,
)
from tocsin.web.dashboards.panels.panel import DashboardPanel, PanelSentences

PANELS: Final[Mapping[str, Callable[[SurveillanceBoard, PanelSentences], list[DashboardPanel]]]] = {
    "clock": deadlines.build_deadline_panels,
    "delays": delays.build_delay_panels,
    "contacts": contacts.build_contact_panels,
    "replies": replies.build_reply_panels,
    "epidemic": epidemic.build_epidemic_panels,
    "map": department_map.build_map_panels,
    "chains": chains.build_chain_panels,
    "equity": equity.build_equity_panels,
    "cost": cost.build_cost_panels,
}

__all__ = ["PANELS", "DashboardPanel", "PanelSentences"]
