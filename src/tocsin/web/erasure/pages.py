"""Where the pages of the erasure are, and what each of them asks of the matrix."""

from typing import Final

from tocsin.web.erasure import erasure_pages
from tocsin.web.page_urls import PageRoute

PAGES: Final[tuple[PageRoute, ...]] = (
    PageRoute("erasure.start", "effacement", "erasure", erasure_pages.show_erasure, "erasure.look"),
    PageRoute("erasure.try", "effacement/essai", "erasure/dry-run", erasure_pages.dry_run_erasure, "erasure.run"),
    PageRoute("erasure.run", "effacement/effacer", "erasure/run", erasure_pages.run_erasure, "erasure.run"),
    PageRoute("erasure.statement", "effacement/releve/<int:number>", "erasure/statement/<int:number>",
         erasure_pages.download_statement, "erasure.look"),
)  # fmt: skip
"""The erasure."""
