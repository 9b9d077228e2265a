"""The pages of the simulation, and its place in the menu."""

from typing import Final

from tocsin.web.menu_item import MenuItem
from tocsin.web.page_route import PageRoute
from tocsin_simulation.handsets import demonstration
from tocsin_simulation.handsets import pages as handset_pages
from tocsin_simulation.policy_pages import pages as policy_pages

PAGES: Final[tuple[PageRoute, ...]] = (
    *(handset_pages.PAGES if demonstration.is_demonstration() else ()),
    *policy_pages.PAGES,
)
"""The handsets are only there where the site is one of a demonstration."""
MENU: Final = (MenuItem("twin.show", "twin.compare", "menu_twin"),)
