"""What an agent notes of a file for epidemiology, and the outcome of each day of its follow-up.

What each field is for and how long it is kept stands in ``privacy/noted_fields.yaml``. Rows of change say who noted
which field, never what was noted: they outlive the erasure.
"""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any, Final

import psycopg
from msgspec import Struct, to_builtins
from psycopg.types.json import Jsonb

from tocsin.conversation.conversation_id import FileSubject
from tocsin.locale.paris_time import PARIS
from tocsin.privacy.noted_fields import list_noted_fields
from tocsin.privacy.vault import Vault
from tocsin.store.queries import query
from tocsin.store.statements import execute_statement, fetch_row, fetch_rows
from tocsin.tracing.inbox import GIVEN
from tocsin.tracing.supervision.territory import find_local_day

Connection = psycopg.Connection[Any]
EMAIL: Final = "epidetail.email"
"""Where an address stands, as the vault seals it."""
LONGEST_EMAIL: Final = 254
_EMAIL: Final = re.compile(r"[^\s@<>\"']{1,64}@[^\s@<>\"']+\.[^\s@<>\"'.]{2,}")
REMOVED: Final = "removed"
"""In a row of change: what stood there was taken away."""


class BadFileDetail(ValueError):
    """It is nothing that can be noted of a file."""


class FileDetails(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Fields by their names; None and empty where nothing was said."""

    exposure_setting: str = ""
    """Where the person was probably infected, one of ``noted_fields.yaml``."""
    vulnerable: bool | None = None
    """At risk of a severe form."""
    care_worker: bool | None = None
    """Works with patients or residents."""
    hospitalised: bool | None = None
    hospital_on: date | None = None
    hospital_left_on: date | None = None
    died_on: date | None = None
    """Day of death, where it is known. That somebody died is noted by ``calls.death``."""
    email: str = ""
    """Of somebody without a mobile."""

    def list_given(self) -> dict[str, Any]:
        """The fields that were said, by their names."""
        return {name: value for name in DETAILS if (value := getattr(self, name)) not in (None, "")}


DETAILS: Final = FileDetails.__struct_fields__


class NotedDetails(FileDetails, frozen=True, kw_only=True):
    death_noted_at: datetime | None = None
    death_noted_by: str = ""


class FollowUpOutcome(Struct, frozen=True):
    day: date
    outcome: str
    noted_by: str
    """The agent; ``person`` where they wrote and no agent noted anything."""


def note_details(
    connection: Connection,
    vault: Vault,
    subject: FileSubject,
    id: int,
    given: Mapping[str, Any],
    by: str,
    now: datetime,
    why: str = "call",
    zone: str = PARIS,
) -> tuple[str, ...]:
    """Note fields of a file by their names, in the caller's transaction; those that are not named stay.

    ``zone``: of the person's clock, by which a day has come. None and empty take away what stood there. The
    fields that became different. Raises BadFileDetail where a day lies ahead, a word is none of
    ``noted_fields.yaml`` or an address is none; nothing is then written.
    """
    if not given:
        return ()
    before = read_details(connection, vault, subject, id)
    changed = {name: value for name, value in given.items() if getattr(before, name) != value}
    if changed.get("hospital_on") and changed.get("hospitalised", before.hospitalised) is None:
        changed["hospitalised"] = True
    if not changed:
        return ()
    wanted = {name: changed.get(name, getattr(before, name)) for name in DETAILS}
    check_details(FileDetails(**wanted), find_local_day(now, zone))
    row = fetch_row(
        connection, "epidemiology.detail_row", **name_file(subject, id), today=now.astimezone(UTC).date()
    )
    email = changed.get("email")
    plain = {name: value for name, value in changed.items() if name != "email"}
    execute_statement(
        connection, "epidemiology.note", id=row.id, values=Jsonb(to_builtins(plain)), email_given="email" in changed,
        email=vault.seal(email, EMAIL, row.collected_on, row.id) if email else None,
    )  # fmt: skip
    for name, value in changed.items():
        add_change(connection, subject, id, name, REMOVED if value in (None, "") else GIVEN, why, by, now)
    return tuple(changed)


def check_details(details: FileDetails, today: date) -> None:
    """Raises BadFileDetail with the field, what was found and what was expected."""
    settings = list_noted_fields()["exposure_setting"].values
    if details.exposure_setting and details.exposure_setting not in settings:
        raise BadFileDetail(
            f"exposure_setting: found {details.exposure_setting!r}; expected one of {', '.join(settings)}"
        )
    for name in ("hospital_on", "hospital_left_on", "died_on"):
        day = getattr(details, name)
        if day and not date(1900, 1, 1) <= day <= today:
            raise BadFileDetail(f"{name}: found {day}; expected a day that has come")
    if details.hospital_on and details.hospital_left_on and details.hospital_left_on < details.hospital_on:
        raise BadFileDetail(
            f"hospital_left_on: found {details.hospital_left_on}; expected {details.hospital_on} or later"
        )
    if details.email and not (len(details.email) <= LONGEST_EMAIL and _EMAIL.fullmatch(details.email)):
        raise BadFileDetail("email: expected an address such as name@domain.example")


def read_details(connection: Connection, vault: Vault, subject: FileSubject, id: int) -> NotedDetails:
    """What stands in a file; empty where nothing was noted."""
    row = fetch_row(connection, "epidemiology.detail", **name_file(subject, id))
    if row is None:
        return NotedDetails()
    return NotedDetails(**row._asdict() | {"email": vault.open_text(row.email, EMAIL)})


def note_follow_up_day(
    connection: Connection, subject: FileSubject, id: int, day: date, outcome: str, by: str, now: datetime,
    why: str = "call", zone: str = PARIS, *, told: bool = True,
) -> bool:  # fmt: skip
    """Note what came of the follow-up on a day; whether it was written. Raises BadFileDetail.

    A try without an answer takes nothing away from what was noted on the same day. ``told``: False where it
    follows from the outcome of a call, which has its own row of change.
    """
    outcomes = list_noted_fields()["day_outcome"].values
    if outcome not in outcomes:
        raise BadFileDetail(f"day_outcome: found {outcome!r}; expected one of {', '.join(outcomes)}")
    if day > find_local_day(now, zone):
        raise BadFileDetail(f"day: found {day}; expected a day that has come")
    written = execute_statement(
        connection,
        "epidemiology.follow_up_day",
        **name_file(subject, id),
        day=day,
        outcome=outcome,
        now=now,
        by=by,
    )
    if written and told:
        add_change(connection, subject, id, "day_outcome", GIVEN, why, by, now)
    return bool(written)


def list_follow_up_days(connection: Connection, subject: FileSubject, id: int) -> tuple[FollowUpOutcome, ...]:
    """Day by day, what came of the follow-up: what an agent noted, else that the person wrote."""
    found = fetch_rows(connection, "epidemiology.follow_up_days", **name_file(subject, id))
    return tuple(FollowUpOutcome(row.day, row.outcome, row.noted_by) for row in found)


def name_file(subject: FileSubject, id: int) -> dict[str, int | None]:
    return {"case": id if subject == "case" else None, "contact": id if subject == "contact" else None}


def add_change(
    connection: Connection, subject: str, id: int, what: str, after: str, why: str, by: str, now: datetime
) -> None:
    """A row of change: who noted which field, when and why, and nothing of what was noted."""
    asked = {"subject": subject, "id": id, "what": what, "before": "", "after": after, "why": why, "now": now}
    connection.execute(query("calls.change"), asked | {"by": by})
