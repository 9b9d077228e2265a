"""The panels of each page of the boards, by the name of the page."""

from collections.abc import Callable, Mapping
from typing import Final

from tocsin.tracing.boards.model import Board
from tocsin.web.boards.panels import (
    chains,
    clock,
    contacts,
    cost,
    delays,
    epidemic,
    equity,
    replies,
)
from tocsin.web.boards.panels.panel import Panel, Words

PANELS: Final[Mapping[str, Callable[[Board, Words], list[Panel]]]] = {
    "clock": clock.panels,
    "delays": delays.panels,
    "contacts": contacts.panels,
    "replies": replies.panels,
    "epidemic": epidemic.panels,
    "chains": chains.panels,
    "equity": equity.panels,
    "cost": cost.panels,
}

__all__ = ["PANELS", "Panel", "Words"]
