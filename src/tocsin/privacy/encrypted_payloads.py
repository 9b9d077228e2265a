"""What stands under seal, as JSON: the shapes of the ``sealed`` columns."""

from typing import Final

import msgspec
from msgspec import Struct

from tocsin.privacy.vault import Vault


class PersonDetails(Struct, frozen=True, omit_defaults=True):
    family_name: str = ""
    given_names: str = ""
    birth_date: str = ""
    """ISO date; empty where not known."""
    sex: str = ""
    """``female``, ``male``, ``other`` or empty, as FHIR has it."""


class StrayDetails(Struct, frozen=True, omit_defaults=True):
    """An SMS from a phone that nobody wrote to."""

    number: str = ""
    """E.164."""
    text: str = ""


class ContactDetails(Struct, frozen=True, omit_defaults=True):
    name: str = ""
    number: str = ""
    """As said, where it is no number that can be rung."""


_PERSON: Final = msgspec.json.Decoder(PersonDetails)
_CONTACT: Final = msgspec.json.Decoder(ContactDetails)


def open_person_details(vault: Vault, sealed: bytes | None) -> PersonDetails:
    """Who a person is; nothing where that was erased."""
    return _PERSON.decode(vault.open(sealed, "person.sealed")) if sealed else PersonDetails()


def open_contact_details(vault: Vault, sealed: bytes | None) -> ContactDetails:
    """A contact as named; nothing where that was erased."""
    return _CONTACT.decode(vault.open(sealed, "contact.sealed")) if sealed else ContactDetails()
