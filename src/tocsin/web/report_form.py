"""The form by which a message that was checked is reported: below its verdict, or on a page of its own."""

from typing import Any

from tocsin.campaigns import report_receipts
from tocsin.config import read_settings
from tocsin.tracing.supervision.territory import load_regions
from tocsin.web import store_pool
from tocsin.web.check_form import CheckForm


def build_report_context(wanted: CheckForm) -> dict[str, Any]:
    """What the form of a report needs, below an answer or alone; nothing where there is no store to keep it."""
    carried = wanted.hidden_fields()
    if not carried or not store_pool.is_store_configured():
        return {}
    return {
        "ticket": report_receipts.draw_ticket(),
        "regions": [(code, region.name) for code, region in load_regions().items()],
        "months": read_settings().report_months,
        "carried": carried,
    }
