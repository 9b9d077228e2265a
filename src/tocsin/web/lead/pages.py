"""Where the supervisor's pages are, and what each of them asks of the matrix."""

from typing import Final

from tocsin.web.lead import lending, ordering, overview, planning, questions, replays, results
from tocsin.web.page import Page

PAGES: Final[tuple[Page, ...]] = (
    Page("lead.start", "encadrement", "lead", overview.show, "lead.look"),
    Page("lead.play", "encadrement/prevoir", "lead/forecast", overview.play, "lead.look"),
    Page("lead.whatif", "encadrement/et-si", "lead/what-if", questions.show, "lead.look"),
    Page("lead.shifts", "encadrement/horaires", "lead/shifts", planning.show, "lead.shifts"),
    Page(
        "lead.shift_end", "encadrement/horaires/<int:shift>/fin", "lead/shifts/<int:shift>/end", planning.end,
        "lead.shifts",
    ),
    Page("lead.loans", "encadrement/prets", "lead/loans", lending.show, "lead.lend"),
    Page(
        "lead.loan_end", "encadrement/prets/<int:loan>/fin", "lead/loans/<int:loan>/end", lending.end,
        "lead.lend",
    ),
    Page("lead.order", "encadrement/ordre", "lead/order", ordering.show, "lead.look"),
    Page("lead.quarantine", "encadrement/quarantaine", "lead/quarantine", results.show, "lead.quarantine"),
    Page(
        "lead.replay", "encadrement/quarantaine/rejouer", "lead/quarantine/replay", replays.show,
        "lead.replay",
    ),
    Page(
        "lead.record", "encadrement/quarantaine/<int:id>", "lead/quarantine/<int:id>", results.record,
        "lead.repair",
    ),
    Page(
        "lead.dismiss", "encadrement/quarantaine/<int:id>/ecarter", "lead/quarantine/<int:id>/dismiss",
        results.dismiss, "lead.repair",
    ),
    Page(
        "lead.reopen", "encadrement/quarantaine/<int:id>/reprendre", "lead/quarantine/<int:id>/reopen",
        results.reopen, "lead.repair",
    ),
)  # fmt: skip
"""The supervisor."""
