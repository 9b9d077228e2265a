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
    PageRoute("lead.start", "encadrement", "lead", overview_page.show_overview, "lead.look"),
    PageRoute("lead.play", "encadrement/prevoir", "lead/forecast", overview_page.run_forecast, "lead.look"),
    PageRoute("lead.whatif", "encadrement/et-si", "lead/what-if", what_if_page.show_what_if, "lead.look"),
    PageRoute("lead.shifts", "encadrement/horaires", "lead/shifts", shift_pages.show_shifts, "lead.shifts"),
    PageRoute(
        "lead.shift_end", "encadrement/horaires/<int:shift>/fin", "lead/shifts/<int:shift>/end", shift_pages.end_shift,
        "lead.shifts",
    ),
    PageRoute("lead.loans", "encadrement/prets", "lead/loans", loan_pages.show_loans, "lead.lend"),
    PageRoute(
        "lead.loan_end", "encadrement/prets/<int:loan>/fin", "lead/loans/<int:loan>/end", loan_pages.end_loan,
        "lead.lend",
    ),
    PageRoute("lead.order", "encadrement/ordre", "lead/order", call_order_page.show_call_order, "lead.look"),
    PageRoute("lead.quarantine", "encadrement/quarantaine", "lead/quarantine", quarantine_pages.show_quarantine, "lead.quarantine"),
    PageRoute(
        "lead.replay", "encadrement/quarantaine/rejouer", "lead/quarantine/replay", quarantine_pages.show_replay,
        "lead.replay",
    ),
    PageRoute(
        "lead.record", "encadrement/quarantaine/<int:id>", "lead/quarantine/<int:id>", quarantine_pages.show_record,
        "lead.repair",
    ),
    PageRoute(
        "lead.dismiss", "encadrement/quarantaine/<int:id>/ecarter", "lead/quarantine/<int:id>/dismiss",
        quarantine_pages.dismiss_record, "lead.repair",
    ),
    PageRoute(
        "lead.reopen", "encadrement/quarantaine/<int:id>/reprendre", "lead/quarantine/<int:id>/reopen",
        quarantine_pages.reopen_record, "lead.repair",
    ),
)  # fmt: skip
