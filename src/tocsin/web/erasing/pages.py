"""Where the pages of the erasure are, and what each of them asks of the matrix."""

from typing import Final

from tocsin.web.erasing import show
from tocsin.web.page import Page

PAGES: Final[tuple[Page, ...]] = (
    Page("erasure.start", "effacement", "erasure", show.show, "erasure.look"),
    Page("erasure.try", "effacement/essai", "erasure/dry-run", show.attempt, "erasure.run"),
    Page("erasure.run", "effacement/effacer", "erasure/run", show.run, "erasure.run"),
    Page("erasure.statement", "effacement/releve/<int:number>", "erasure/statement/<int:number>",
         show.statement_file, "erasure.look"),
)  # fmt: skip
"""The erasure."""
