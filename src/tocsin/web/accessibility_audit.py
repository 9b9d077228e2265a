"""The public pages held against the criteria of the RGAA (the French rules for accessible sites).

The audit that comes with the program is the authors' own; a body that has had its site audited names a file of its own.
"""

from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Final, Literal

from msgspec import Struct, field

from tocsin.charter.errors import YamlDocumentError
from tocsin.charter.yaml_document import YamlDocument, read_packaged_yaml
from tocsin.locale.languages import FALLBACK

CRITERIA: Final[dict[int, int]] = {
    1: 9, 2: 2, 3: 3, 4: 13, 5: 8, 6: 2, 7: 5, 8: 10, 9: 4, 10: 14, 11: 13, 12: 11, 13: 12,
}  # fmt: skip
"""Topic of the RGAA 4.1.2 -> how many criteria it has; 106 in all."""
_WHOLE: Final = 100
_HALF: Final = 50
YEARS: Final = 3
"""For how long a statement may rest on an audit (decree 2019-768, article 6)."""

AuditText = dict[str, str]
"""Language -> text; what a language lacks is read in English, else in French."""


class BadAccessibilityAudit(ValueError):
    """TOCSIN_OPERATOR_RGAA_AUDIT must be the file of an audit, in the form of accessibility_audit.yaml:"""

    def __init__(self, problem: str) -> None:
        super().__init__(f"{self.__doc__} {problem}")


class AuditedCriterion(Struct, frozen=True, forbid_unknown_fields=True):
    status: Literal["met", "fails", "none"] = field(name="is")
    """``none``: nothing on the pages falls under it."""
    title: AuditText
    found: AuditText


class AccessibilityAudit(Struct, frozen=True, forbid_unknown_fields=True):
    standard: str
    day: date
    auditor: AuditText
    means: AuditText
    pages: tuple[str, ...]
    """Addresses of the pages that were looked at."""
    criteria: dict[str, AuditedCriterion]

    def count(self, status: str) -> int:
        return sum(one.status == status for one in self.criteria.values())

    @property
    def rate(self) -> int:
        """Per cent of the criteria that apply which are met, rounded down."""
        return _WHOLE * self.count("met") // (self.count("met") + self.count("fails"))

    def is_current(self, on: date) -> bool:
        """Whether a statement may still rest on it that day."""
        return (on.year - YEARS, on.month, on.day) <= (self.day.year, self.day.month, self.day.day)

    def name_status(self, on: date) -> str:
        """What the law calls such a site: ``full``, ``partial`` or ``none``; ``none`` too where the audit is too old."""
        if not self.is_current(on) or self.rate < _HALF:
            return "none"
        return "partial" if self.count("fails") else "full"

    def list_failing(self, lang: str) -> list[tuple[str, str, str]]:
        """The criteria that are not met: number, what it asks for, what fails."""
        return [
            (number, pick_wording(one.title, lang), pick_wording(one.found, lang))
            for number, one in self.criteria.items()
            if one.status == "fails"
        ]


def pick_wording(said: AuditText, lang: str) -> str:
    return said.get(lang) or said.get(FALLBACK) or said["fr"]


@lru_cache(maxsize=4)
def load_accessibility_audit(path: Path | None = None) -> AccessibilityAudit:
    """The audit in a file; that of the authors where none is given. Raises BadAccessibilityAudit."""
    try:
        document = (
            YamlDocument(path.read_text(encoding="utf-8"), str(path))
            if path
            else read_packaged_yaml(__package__, "accessibility_audit.yaml")
        )
        audit = document.convert_to(AccessibilityAudit)
    except YamlDocumentError as error:
        raise BadAccessibilityAudit(str(error)) from error
    except (OSError, UnicodeDecodeError) as error:
        raise BadAccessibilityAudit(f"{path}: {error}") from error
    missing = [number for number in list_criteria() if number not in audit.criteria]
    if missing or len(audit.criteria) != sum(CRITERIA.values()):
        raise BadAccessibilityAudit(f"{path}: criteria missing or unknown, such as {', '.join(missing[:3])}")
    if not audit.count("met") + audit.count("fails"):
        raise BadAccessibilityAudit(f"{path}: no criterion applies")
    return audit


def list_criteria() -> list[str]:
    return [f"{topic}.{n}" for topic, count in CRITERIA.items() for n in range(1, count + 1)]
