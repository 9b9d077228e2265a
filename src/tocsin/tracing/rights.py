"""The rights of one person: what is kept about them, and the end of it when they ask.

What is put right is in ``files.amending``. A request is for the person of a file; of a contact of whom no
person is known, for the naming alone.
"""

from typing import Any, Literal

import msgspec
import psycopg
from psycopg.rows import dict_row

from tocsin.tracing.calls.sheet import contact_of, past, person_of, thread
from tocsin.tracing.files.corrections import NoSuchFile
from tocsin.tracing.files.reading import person_of_file
from tocsin.tracing.queries import query
from tocsin.tracing.statement import AskedErasure
from tocsin.tracing.vault import Vault

Subject = Literal["case", "contact"]
Connection = psycopg.Connection[Any]


def person_asked(connection: Connection, subject: Subject, id: int) -> AskedErasure:
    """Whom a request at a file is about. Raises NoSuchFile, also where it is erased."""
    if not _rows(connection, f"{subject}_there", id=id):
        raise NoSuchFile(str(NoSuchFile.__doc__))
    person = person_of_file(connection, subject, id)
    if person:
        return AskedErasure(people=(person.id,))
    return AskedErasure(contacts=(id,))


def personal_data(connection: Connection, vault: Vault, asked: AskedErasure) -> dict[str, Any]:
    """Everything that is kept about somebody, as plain values; never who named them.

    What others wrote of them in their own conversations is those others', and is not among it.
    """
    whom = {"people": list(asked.people), "contacts": list(asked.contacts)}
    return {
        "people": [
            one | {"details": msgspec.to_builtins(person_of(vault, one["details"]))}
            for one in _rows(connection, "people", **whom)
        ],
        "numbers": [
            one | {"number": vault.open(one["number"], "phone.sealed").decode() if one["number"] else ""}
            for one in _rows(connection, "numbers", **whom)
        ],
        "results": _rows(connection, "results", **whom),
        "cases": [
            one | _told(connection, vault, one["id"], None) for one in _rows(connection, "cases", **whom)
        ],
        "namings": [
            one
            | {"details": msgspec.to_builtins(contact_of(vault, one["details"]))}
            | _told(connection, vault, None, one["id"])
            for one in _rows(connection, "namings", **whom)
        ],
        "gatherings": [
            one | {"words": vault.open(one["words"], "gathering.sealed").decode()}
            for one in _rows(connection, "gatherings", **whom)
        ],
    }


def _told(connection: Connection, vault: Vault, case: int | None, contact: int | None) -> dict[str, Any]:
    """The SMS of a file both ways, and the calls that were made."""
    return {
        "sms": [
            {"at": one.at, "from": "us" if one.ours else "them", "text": one.text}
            for one in thread(connection, vault, case, contact)
        ],
        "calls": [
            {"at": one.at, "outcome": one.outcome, "note": one.note}
            for one in past(connection, vault, case, contact)
        ],
    }


def _rows(connection: Connection, statement: str, **parameters: Any) -> list[dict[str, Any]]:
    cursor = connection.cursor(row_factory=dict_row)
    return cursor.execute(query(f"rights.{statement}"), parameters).fetchall()
