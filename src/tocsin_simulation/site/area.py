"""The pages of the simulation: the handsets, where the site is one of a demonstration."""

from typing import Final

from tocsin.web.page_urls import PageRoute
from tocsin_simulation.handsets import demonstration
from tocsin_simulation.handsets import pages as handset_pages

PAGES: Final[tuple[PageRoute, ...]] = handset_pages.PAGES if demonstration.is_demonstration() else ()
