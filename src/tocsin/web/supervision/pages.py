"""Where the supervisor's pages are, and what each of them asks of the matrix."""

from typing import Final

from tocsin.web.page_urls import PageRoute
from tocsin.web.supervision import (
    call_order_page,
    loan_pages,
    overview_page,
    quarantine_pages,
    shift_pages,
    what_if_page,
)

PAGES: Final[tuple[PageRoute, ...]] = (
    PageRoute("supervision.start", "encadrement", "lead", overview_page.show_overview, "lead.look"),
    PageRoute("supervision.play", "encadrement/prevoir", "lead/forecast", overview_page.run_forecast, "lead.look"),
    PageRoute("supervision.whatif", "encadrement/et-si", "lead/what-if", what_if_page.show_what_if, "lead.look"),
    PageRoute("supervision.shifts", "encadrement/horaires", "lead/shifts", shift_pages.show_shifts, "lead.shifts"),
    PageRoute(
        "supervision.shift_end", "encadrement/horaires/<int:shift>/fin", "lead/shifts/<int:shift>/end", shift_pages.end_shift,
        "lead.shifts",
    ),
    PageRoute("supervision.loans", "encadrement/prets", "lead/loans", loan_pages.show_loans, "lead.lend"),
    PageRoute(
        "supervision.loan_end", "encadrement/prets/<int:loan>/fin", "lead/loans/<int:loan>/end", loan_pages.end_loan,
        "lead.lend",
    ),
    PageRoute("supervision.order", "encadrement/ordre", "lead/order", call_order_page.show_call_order, "lead.look"),
    PageRoute("supervision.quarantine", "encadrement/quarantaine", "lead/quarantine", quarantine_pages.show_quarantine, "lead.quarantine"),
    PageRoute(
        "supervision.replay", "encadrement/quarantaine/rejouer", "lead/quarantine/replay", quarantine_pages.show_replay,
        "lead.replay",
    ),
    PageRoute(
        "supervision.record", "encadrement/quarantaine/<int:id>", "lead/quarantine/<int:id>", quarantine_pages.show_record,
        "lead.repair",
    ),
    PageRoute(
        "supervision.dismiss", "encadrement/quarantaine/<int:id>/ecarter", "lead/quarantine/<int:id>/dismiss",
        quarantine_pages.dismiss_record, "lead.repair",
    ),
    PageRoute(
        "supervision.reopen", "encadrement/quarantaine/<int:id>/reprendre", "lead/quarantine/<int:id>/reopen",
        quarantine_pages.reopen_record, "lead.repair",
    ),
)  # fmt: skip
