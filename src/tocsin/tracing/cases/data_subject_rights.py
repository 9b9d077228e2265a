"""The rights of one person: what is kept about them, and the end of it when they ask.

What is put right is in ``amendments``. A request is for the person of a file; of a contact of whom no
person is known, for the naming alone.
"""

from typing import Any, Literal

import msgspec
import psycopg
from psycopg.rows import dict_row

from tocsin.privacy.encrypted_payloads import open_contact_details, open_person_details
from tocsin.privacy.erasure_statement import ErasureRequest
from tocsin.privacy.legal_base import find_legal_base
from tocsin.privacy.vault import Vault
from tocsin.store.queries import query
from tocsin.tracing.calls.call_sheet import read_past_calls, read_thread
from tocsin.tracing.cases.corrections import NoSuchCaseRecord
from tocsin.tracing.cases.file_views import find_person

Subject = Literal["case", "contact"]
Connection = psycopg.Connection[Any]


def find_requester(connection: Connection, subject: Subject, id: int) -> ErasureRequest:
    """Whom a request at a file is about. Raises NoSuchCaseRecord, also where it is erased."""
    if not _fetch_rows(connection, f"data_subject_rights.{subject}_there", id=id):
        raise NoSuchCaseRecord(str(NoSuchCaseRecord.__doc__))
    person = find_person(connection, subject, id)
    if person:
        return ErasureRequest(people=(person.id,))
    return ErasureRequest(contacts=(id,))


def collect_personal_data(connection: Connection, vault: Vault, asked: ErasureRequest) -> dict[str, Any]:
    """Everything that is kept about somebody, as plain values; never who named them.

    What others wrote of them in their own conversations is those others', and is not among it.
    """
    whom = {"people": list(asked.people), "contacts": list(asked.contacts)}
    base = find_legal_base()
    return {
        "retention": [{"legal_base": base.text, "months_after_collection": base.months}],
        "people": [
            one | {"details": msgspec.to_builtins(open_person_details(vault, one["details"]))}
            for one in _fetch_rows(connection, "data_subject_rights.people", **whom)
        ],
        "numbers": [
            one | {"number": vault.open_text(one["number"], "phone.sealed")}
            for one in _fetch_rows(connection, "data_subject_rights.numbers", **whom)
        ],
        "results": _fetch_rows(connection, "data_subject_rights.results", **whom),
        "cases": [
            one | _collect_noted(connection, vault, one["id"], None)
            for one in _fetch_rows(connection, "data_subject_rights.cases", **whom)
        ],
        "namings": [
            one
            | {"details": msgspec.to_builtins(open_contact_details(vault, one["details"]))}
            | _collect_noted(connection, vault, None, one["id"])
            for one in _fetch_rows(connection, "data_subject_rights.namings", **whom)
        ],
        "gatherings": [
            one
            | {
                "words": vault.open_text(one["words"], "gathering.sealed"),
                "cluster": vault.open_text(one["cluster"], "cluster.sealed"),
            }
            for one in _fetch_rows(connection, "data_subject_rights.gatherings", **whom)
        ],
    }


def _collect_noted(
    connection: Connection, vault: Vault, case: int | None, contact: int | None
) -> dict[str, Any]:
    """What was noted of a file and of each day of its follow-up, its SMS both ways, and the calls that were made."""
    file = {"case": case, "contact": contact}
    noted = next(iter(_fetch_rows(connection, "data_subject_rights.epidemiology", **file)), {})
    if email := noted.get("email"):
        noted["email"] = vault.open_text(email, "epidetail.email")
    return noted | {
        "follow_up_days": _fetch_rows(connection, "data_subject_rights.follow_up_days", **file),
        "sms": [
            {"at": one.at, "from": "us" if one.ours else "them", "text": one.text}
            for one in read_thread(connection, vault, case, contact)
        ],
        "calls": [
            {"at": one.at, "outcome": one.outcome, "note": one.note}
            for one in read_past_calls(connection, vault, case, contact)
        ],
    }


def _fetch_rows(connection: Connection, statement: str, **parameters: Any) -> list[dict[str, Any]]:
    cursor = connection.cursor(row_factory=dict_row)
    return cursor.execute(query(statement), parameters).fetchall()
