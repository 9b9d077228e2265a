"""What stands under seal, as JSON: the shapes of the ``sealed`` columns."""

from msgspec import Struct


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
