"""What results left in the store, for the tests of the intake."""

from datetime import UTC, datetime
from typing import Any

from tests.tracing.intake.conftest import Office
from tocsin.tracing.contact_matching import ContactMention, name_contacts

RESULTED = datetime(2022, 1, 25, 14, tzinfo=UTC)


def calls(office: Office) -> list[Any]:
    return office.rows(
        "select reason, phone_id is not null, territory from tracing_calltask where done_at is null"
        " order by id"
    )


# ---------------------------------------- contacts who become cases


def name(office: Office, case: int, who: str, number: str | None, at: datetime) -> int:
    """A case names somebody."""
    named = name_contacts(
        office.db, office.vault, [ContactMention(case_id=case, name=who, number=number, how="sms")], at
    )
    office.db.commit()
    return named.contacts[0]
