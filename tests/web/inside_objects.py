"""What stands behind the addresses of the inside that name something: made where a test says.

A page whose address has parts needs a line here. ``MAKERS`` is for what belongs to a territory: each makes it
in the store, in the département of that code, and gives the parts of its address. ``OPEN`` is for what is the
same everywhere, such as a text: parts of an address as they may be. A page that has neither fails
``tests/web/accounts/test_routes.py``.
"""

import itertools
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import psycopg

from tests.tracing.calls.people import People
from tests.tracing.intake.results import row, table, write
from tocsin.privacy.erasure import erase_on_request
from tocsin.privacy.vault import Vault
from tocsin.tracing.cases.data_subject_rights import Subject, find_requester
from tocsin.tracing.intake import quarantine
from tocsin.tracing.intake.intake_run import run_intake
from tocsin.tracing.intake.result_files import ResultFiles
from tocsin.tracing.intake.store_sink import StoreSink
from tocsin.tracing.people.gatherings import record_attendance
from tocsin.tracing.supervision import loans, shifts

Parts = dict[str, Any]
Maker = Callable[[psycopg.Connection[Any], Vault, str], Parts]
NAME: Final = "Léontine"
"""Of whoever is made: it may stand on no page of another territory."""


_numbers = itertools.count(1)


def _number() -> str:
    """A telephone of nobody, and of nobody else."""
    return f"+3363998{5000 + next(_numbers)}"


def _family() -> str:
    return f"Roux{next(_numbers)}"


def _people(db: psycopg.Connection[Any], vault: Vault) -> People:
    return People(db, vault, datetime.now(UTC))


def _case(db: psycopg.Connection[Any], vault: Vault, territory: str) -> Parts:
    return {"case": _people(db, vault).case(NAME, _number(), family=_family(), territory=territory)}


def _contact(db: psycopg.Connection[Any], vault: Vault, territory: str) -> Parts:
    people = _people(db, vault)
    case = people.case("Max", _number(), family=_family(), territory=territory)
    return {"contact": people.contact(case, NAME, _number())}


def _erased_case(db: psycopg.Connection[Any], vault: Vault, territory: str) -> Parts:
    return _erased(db, vault, "case", _case(db, vault, territory))


def _erased_contact(db: psycopg.Connection[Any], vault: Vault, territory: str) -> Parts:
    return _erased(db, vault, "contact", _contact(db, vault, territory))


def _erased(db: psycopg.Connection[Any], vault: Vault, subject: Subject, parts: Parts) -> Parts:
    asked = find_requester(db, subject, parts[subject])
    erase_on_request(db, vault, asked, datetime.now(UTC), by="x")
    return parts


def _task(db: psycopg.Connection[Any], vault: Vault, territory: str) -> Parts:
    people = _people(db, vault)
    case = people.case(NAME, _number(), family=_family(), territory=territory)
    return {"task": people.task(case=case, territory=territory)}


def _place(db: psycopg.Connection[Any], vault: Vault, territory: str) -> Parts:
    """A gathering of which one case of there told, in words that no other place has."""
    now = datetime.now(UTC)
    case = _case(db, vault, territory)["case"]
    words = f"anniversaire de {NAME} chez les {_family()}"
    return {"gathering": record_attendance(db, vault, case, words, now.date(), "x", now)}


def _joined_place(db: psycopg.Connection[Any], vault: Vault, territory: str) -> Parts:
    return _place(db, vault, territory) | {"correction": 1}


def _correction(db: psycopg.Connection[Any], vault: Vault, territory: str) -> Parts:
    return _case(db, vault, territory) | {"correction": 1}


def _shift(db: psycopg.Connection[Any], vault: Vault, territory: str) -> Parts:
    now = datetime.now(UTC)
    made = shifts.add_shift(db, 3, now, now + timedelta(hours=4), territory=territory, calls_an_hour=5.0)
    return {"shift": made.id}


def _loan(db: psycopg.Connection[Any], vault: Vault, territory: str) -> Parts:
    now = datetime.now(UTC)
    other = "13" if territory != "13" else "75"
    return {"loan": loans.add_loan(db, territory, other, now + timedelta(hours=2), now, by="x").id}


def _record(db: psycopg.Connection[Any], vault: Vault, territory: str) -> Parts:
    with tempfile.TemporaryDirectory() as folder:
        unread = table(row(value="Positiv", result_id=f"R{next(_numbers)}", postcode=f"{territory}000"))
        now = datetime.now(UTC)
        with ResultFiles([write(Path(folder) / "labo.csv", unread)]) as given:
            list(run_intake(given.files, StoreSink(db, vault, now), now))
    return {"id": max(one.id for one in quarantine.list_waiting_records(db))}


def _reply(db: psycopg.Connection[Any], vault: Vault, territory: str) -> Parts:
    """With an unexplained rest, which a human is to read within the hour."""
    people = _people(db, vault)
    case = people.case(NAME, _number(), family=_family(), territory=territory)
    reply = people.heard("oui mais je tremble", people.now, case=case)
    db.execute("update tracing_heard set look_by = at + interval '1 hour' where id = %s", (reply,))
    return {"reply": reply}


MAKERS: Final[dict[str, Maker]] = {
    **dict.fromkeys(
        (
            "desk.call",
            "desk.alive",
            "desk.number",
            "desk.found",
            "desk.people",
            "desk.keep",
            "desk.note",
            "desk.release",
        ),
        _task,
    ),
    **dict.fromkeys(
        ("desk.file", "desk.join", "desk.part", "desk.amend", "desk.details", "desk.case_rings"), _case
    ),
    **dict.fromkeys(("desk.rights", "desk.rights_file", "desk.rights_erase"), _case),
    **dict.fromkeys(
        ("desk.rights_contact", "desk.rights_contact_file", "desk.rights_contact_erase"), _contact
    ),
    "desk.rights_proof": _erased_case,
    "desk.rights_contact_proof": _erased_contact,
    "desk.undo": _correction,
    **dict.fromkeys(
        ("desk.contact", "desk.amend_contact", "desk.details_contact", "desk.contact_rings"), _contact
    ),
    **dict.fromkeys(("desk.place", "desk.place_name"), _place),
    "desk.place_undo": _joined_place,
    "desk.judge": _reply,
    "supervision.shift_end": _shift,
    "supervision.loan_end": _loan,
    **dict.fromkeys(("supervision.record", "supervision.dismiss", "supervision.reopen"), _record),
}
"""Name of a page -> what makes that which its address names."""

OPEN: Final[dict[str, Parts]] = {
    "accounts.one": {"account": 1},
    "boards.records": {"name": "clock"},
    "boards.table": {"name": "clock"},
    "erasure.statement": {"number": 1},
    "texts.flow": {"flow": "case"},
    **{f"texts.{name}": {"number": 1} for name in "change approve withdraw activate cancel".split()},
    **{f"texts.{name}": {"text": "case.hello"} for name in "one propose try back".split()},
    "watch.one": {"campaign": 1},
    "watch.change": {"campaign": 1},
    "watch.request": {"number": 1, "form": "json"},
}
"""Name of a page -> parts of its address; nobody's file, and the same everywhere."""

FORMS: Final[dict[str, dict[str, str]]] = {
    "supervision.dismiss": {"why": "asked_again"},
    "desk.judge": {"finding": "harmless"},
    "desk.place_name": {"name": "anniversaire"},
}
"""Name of a page -> what its form must hold for anything to be done."""

HELD: Final = frozenset(name for name in MAKERS if MAKERS[name] is _task) | {"desk.undo", "desk.place_undo"}
"""Pages that need more than to be there, such as a call that one holds oneself: others see nothing of it."""
