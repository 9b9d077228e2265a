"""Who runs this site: every page says it once, in its footer, and the legal notice says the rest.

Each is a setting of the environment without a default: a site whose operator is not named says that it is a
trial. Who is named here answers for the site, not for the SMS and calls whose codes it looks up.
"""

from datetime import date
from typing import Final

from msgspec import Struct

from tocsin.config import read_settings

SETTINGS: Final = (
    "TOCSIN_OPERATOR_NAME",
    "TOCSIN_OPERATOR_CONTACT",
    "TOCSIN_OPERATOR_ADDRESS",
    "TOCSIN_OPERATOR_DIRECTOR",
    "TOCSIN_OPERATOR_HOST",
    "TOCSIN_OPERATOR_RGAA_AUDIT",
)
_SCHEMES: Final = ("mailto:", "https://", "tel:")
_WHOLE: Final = 100
_HALF: Final = 50


class BadContactAddress(ValueError):
    """must be mailto:..., https://... or tel:..., several separated by commas:"""

    def __init__(self, setting: str, value: str) -> None:
        super().__init__(f"{setting} {self.__doc__} {value!r}")
        self.setting = setting
        self.value = value


class BadAccessibilityAudit(ValueError):
    """must be RATE; DAY; AUDITOR, as 78; 2026-05-12; Audit Exemple:"""

    def __init__(self, value: str) -> None:
        super().__init__(f"TOCSIN_OPERATOR_RGAA_AUDIT {self.__doc__} {value!r}")
        self.value = value


BAD_SETTINGS: Final = (BadContactAddress, BadAccessibilityAudit)


class AccessibilityAudit(Struct, frozen=True):
    """What an audit by the RGAA (the French rules for accessible sites) found."""

    rate: int
    """Per cent of the criteria that apply which are met."""
    day: date
    auditor: str

    @property
    def status(self) -> str:
        """What the law calls such a site: ``full``, ``partial`` or ``none``.

        >>> AccessibilityAudit(78, date(2026, 5, 12), "Audit Exemple").status
        'partial'
        """
        return "full" if self.rate == _WHOLE else "partial" if self.rate >= _HALF else "none"


class SiteOperator(Struct, frozen=True):
    """Who runs the site; what is empty was not said."""

    name: str = ""
    contacts: tuple[str, ...] = ()
    """``mailto:``, ``https://`` and ``tel:`` addresses, best first."""
    address: str = ""
    director: str = ""
    """Director of publication."""
    host: str = ""
    """Who hosts it: name, address, telephone."""
    audit: AccessibilityAudit | None = None

    @property
    def accessibility(self) -> str:
        """Status of the site by the RGAA; without an audit the law says ``none``, however it was built."""
        return self.audit.status if self.audit else "none"


def read_site_operator() -> SiteOperator:
    """The operator that this process was told of. Raises BadContactAddress, BadAccessibilityAudit."""
    said = read_settings()
    return SiteOperator(
        name=_on_one_line(said.operator_name),
        contacts=read_contact_addresses("TOCSIN_OPERATOR_CONTACT"),
        address=_on_one_line(said.operator_address),
        director=_on_one_line(said.operator_director),
        host=_on_one_line(said.operator_host),
        audit=read_audit(said.operator_rgaa_audit) if said.operator_rgaa_audit.strip() else None,
    )


def _on_one_line(text: str) -> str:
    return " ".join(text.split())


def read_contact_addresses(setting: str) -> tuple[str, ...]:
    """The addresses in a setting, best first; none where it is not set. Raises BadContactAddress."""
    contacts: tuple[str, ...] = read_settings().find_value(setting)
    for contact in contacts:
        if not contact.startswith(_SCHEMES) or any(sign.isspace() for sign in contact):
            raise BadContactAddress(setting, contact)
    return contacts


def read_audit(text: str) -> AccessibilityAudit:
    """An audit as the setting has it. Raises BadAccessibilityAudit.

    >>> read_audit("78; 2026-05-12; Audit Exemple").rate
    78
    """
    parts = [part.strip() for part in text.split(";")]
    try:
        rate, day, auditor = parts
        audit = AccessibilityAudit(int(rate), date.fromisoformat(day), auditor)
    except ValueError:
        raise BadAccessibilityAudit(text) from None
    if not (0 <= audit.rate <= _WHOLE and auditor):
        raise BadAccessibilityAudit(text)
    return audit


def format_contact(contact: str) -> str:
    """A contact as people write it.

    >>> format_contact("mailto:contact@verifier.example"), format_contact("https://verifier.example/contact")
    ('contact@verifier.example', 'https://verifier.example/contact')
    """
    return contact.removeprefix("mailto:").removeprefix("tel:")
