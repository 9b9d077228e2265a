"""What a text costs on the air, with its variables at their worst."""

from collections.abc import Iterator

from tocsin.guard.finding import Finding
from tocsin.guard.template import Template
from tocsin.message import gsm7

MOST_PARTS = 3
"""Parts beyond which a text is said to be too long."""


def weigh(template: Template, cost: gsm7.Cost) -> Iterator[Finding]:
    """Characters of the template that force it into UCS-2, and too many parts."""
    if not gsm7.fits(template.bare):
        outside = gsm7.outside(template.bare)
        first = outside[0]
        after = gsm7.cost(gsm7.substituted(template.worst.text)).parts
        signs = " ".join(dict.fromkeys(found.character for found in outside))
        fill = {"signs": signs, "before": str(cost.parts), "after": str(after)}
        yield Finding("not_gsm7", first.position, first.position + 1, fill=fill)
    if cost.parts > MOST_PARTS:
        yield Finding("too_long", fill={"parts": str(cost.parts), "most": str(MOST_PARTS)})
