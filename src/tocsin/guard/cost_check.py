"""What a text costs on the air, with its variables at their worst."""

from collections.abc import Iterator

from tocsin.guard.draft_template import DraftTemplate
from tocsin.guard.finding import GuardFinding
from tocsin.message import gsm7

MOST_PARTS = 3
"""Parts beyond which a text is said to be too long."""


def check_cost(template: DraftTemplate, cost: gsm7.SmsCost) -> Iterator[GuardFinding]:
    """Characters of the template that force it into UCS-2, and too many parts."""
    if not gsm7.fits_gsm7(template.text_without_variables):
        outside = gsm7.find_unencodable_characters(template.text_without_variables)
        first = outside[0]
        after = gsm7.measure_sms_cost(gsm7.apply_substitutes(template.filled_at_worst.text)).parts
        signs = " ".join(dict.fromkeys(found.character for found in outside))
        fill = {"signs": signs, "before": str(cost.parts), "after": str(after)}
        yield GuardFinding("not_gsm7", first.position, first.position + 1, fill=fill)
    if cost.parts > MOST_PARTS:
        yield GuardFinding("too_long", fill={"parts": str(cost.parts), "most": str(MOST_PARTS)})
