"""Where the auditors' pages are, and what each of them asks of the matrix."""

from typing import Final

from tocsin.web.audit import audit_pages
from tocsin.web.page_urls import PageRoute

PAGES: Final[tuple[PageRoute, ...]] = (
    PageRoute("log.search", "journal", "log", audit_pages.show_audit_log, "log.read"),
    PageRoute("log.export", "journal.csv", "log.csv", audit_pages.export_audit_log, "log.read"),
    PageRoute(
        "log.check", "journal/verification", "log/check", audit_pages.show_log_verification, "log.check"
    ),
)
