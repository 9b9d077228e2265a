"""Who runs this site: every page says it once, in its footer, and the legal notice says the rest.

Each is a setting of the environment without a default: a site whose operator is not named says that it is a
trial. Who is named here answers for the site, not for the SMS and calls whose codes it looks up.
"""

from datetime import date
from typing import Final

from msgspec import Struct

from tocsin.config import read_settings
from tocsin.web.accessibility_audit import (
    AccessibilityAudit,
    BadAccessibilityAudit,
    load_accessibility_audit,
)

SETTINGS: Final = (
    "TOCSIN_OPERATOR_NAME",
    "TOCSIN_OPERATOR_CONTACT",
    "TOCSIN_OPERATOR_ADDRESS",
    "TOCSIN_OPERATOR_DIRECTOR",
    "TOCSIN_OPERATOR_HOST",
    "TOCSIN_OPERATOR_RGAA_AUDIT",
    "TOCSIN_OPERATOR_ACCESSIBILITY_CONTACT",
    "TOCSIN_OPERATOR_DPO",
)
_SCHEMES: Final = ("mailto:", "https://", "tel:")


class BadContactAddress(ValueError):
    """must be mailto:..., https://... or tel:..., several separated by commas:"""

    def __init__(self, setting: str, value: str) -> None:
        super().__init__(f"{setting} {self.__doc__} {value!r}")
        self.setting = setting
        self.value = value


BAD_SETTINGS: Final = (BadContactAddress, BadAccessibilityAudit)


class SiteOperator(Struct, frozen=True, kw_only=True):
    """Who runs the site; what is empty was not said."""

    name: str = ""
    contacts: tuple[str, ...] = ()
    """``mailto:``, ``https://`` and ``tel:`` addresses, best first."""
    address: str = ""
    director: str = ""
    host: str = ""
    """Who hosts it: name, address, telephone."""
    audit: AccessibilityAudit
    accessibility: str = "none"
    """Status of the site by the RGAA that day; where the audit is too old the law says ``none``."""
    accessibility_contacts: tuple[str, ...] = ()
    """To whom a barrier is told; where nothing is said, ``contacts``."""
    data_protection_contacts: tuple[str, ...] = ()
    """Of the data protection officer."""


def read_site_operator() -> SiteOperator:
    """The operator that this process was told of. Raises BadContactAddress, BadAccessibilityAudit."""
    said = read_settings()
    audit = load_accessibility_audit(said.operator_rgaa_audit)
    return SiteOperator(
        name=_on_one_line(said.operator_name),
        contacts=read_contact_addresses("TOCSIN_OPERATOR_CONTACT"),
        address=_on_one_line(said.operator_address),
        director=_on_one_line(said.operator_director),
        host=_on_one_line(said.operator_host),
        audit=audit,
        accessibility=audit.name_status(date.today()),
        accessibility_contacts=read_contact_addresses("TOCSIN_OPERATOR_ACCESSIBILITY_CONTACT"),
        data_protection_contacts=read_contact_addresses("TOCSIN_OPERATOR_DPO"),
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


def format_contact(contact: str) -> str:
    """A contact as people write it.

    >>> format_contact("mailto:contact@verifier.example"), format_contact("https://verifier.example/contact")
    ('contact@verifier.example', 'https://verifier.example/contact')
    """
    return contact.removeprefix("mailto:").removeprefix("tel:")
