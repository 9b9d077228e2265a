"""The papers of the kit, as Markdown in French: they are written for the body's own officers. Their text stands in ``papers/``."""

from datetime import date
from pathlib import Path
from typing import Any, Final

from django.template import Context, Engine

from tocsin import __version__
from tocsin.cli.service.opening_kit.processing import list_kept_rows, load_processing_declaration
from tocsin.privacy.legal_base import describe_months, find_legal_base, load_legal_bases
from tocsin.web.site_operator import SiteOperator, format_contact
from tocsin.web.staff.staff_member import load_permission_matrix

TO_FILL: Final = "**À COMPLÉTER**"
"""What only the body can say."""
PAPERS: Final = Path(__file__).with_name("papers")
DOCUMENTS: Final = ("registre.md", "analyse-d-impact.md", "accessibilite.md")
"""The register of processing and the impact assessment (articles 30 and 35 of the GDPR), and the grid of every criterion, from
which the statement on accessibility is made."""
_STATUS: Final = {"met": "conforme", "fails": "**non conforme**", "none": "non applicable"}
_VERDICTS: Final = {
    "full": "totalement conforme",
    "partial": "partiellement conforme",
    "none": "non conforme",
}


def write_document(name: str, operator: SiteOperator, today: date) -> str:
    """One of ``DOCUMENTS``, as it is on a day."""
    declared, audit, matrix = load_processing_declaration(), operator.audit, load_permission_matrix()
    said: dict[str, Any] = {
        "operator": operator, "version": __version__, "today": _write_day(today), "to_fill": TO_FILL,
        "activities": [(one, list(list_kept_rows(one))) for one in declared.activities],
        "nobody": ", ".join(f"`{table}`" for table in declared.nobody),
        **_describe_legal_bases(today),
        "actions": [
            (one, ", ".join(matrix.roles[role].fr for role in one.roles))
            for one in matrix.actions.values() if one.file != "none"
        ],
        "officer": _join_contacts(operator.data_protection_contacts),
        "audit": audit, "audited": _write_day(audit.day),
        **{status: audit.count(status) for status in ("met", "fails", "none")},
        "verdict": _VERDICTS[operator.accessibility], "pages": ", ".join(audit.pages),
        "means": audit.means["fr"].strip(),
        "barriers": _join_contacts(operator.accessibility_contacts or operator.contacts),
        "criteria": [(number, one, _STATUS[one.status]) for number, one in audit.criteria.items()],
    }  # fmt: skip
    engine = Engine(dirs=[str(PAPERS)])
    return engine.get_template(name).render(Context(said, autoescape=False, use_l10n=False))


def _describe_legal_bases(today: date) -> dict[str, Any]:
    """The base in force, and every period of those that the program knows."""
    known, chosen = load_legal_bases(), find_legal_base()
    return {
        "base": chosen,
        "base_months": describe_months(chosen.months, "fr"),
        "base_ended": not chosen.is_in_force(today),
        "periods": [
            (
                base, f"{_write_day(base.since)} – {_write_day(base.until) if base.until else 'sans fin connue'}",
                known.categories[one.category]["fr"], describe_months(one.months, "fr") if one.months else "", one.source,
            )
            for base in known.bases.values() for one in base.periods
        ],
    }  # fmt: skip


def _join_contacts(contacts: tuple[str, ...]) -> str:
    return ", ".join(map(format_contact, contacts)) or TO_FILL


def _write_day(day: date) -> str:
    return f"{day:%d/%m/%Y}"
