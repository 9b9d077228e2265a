"""What every page of the desk has at hand: the store, the keys, the moment, and who asks."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

import psycopg
from django.http import HttpRequest, HttpResponse
from msgspec import Struct

from tocsin.tracing import calls, keyfile, loans
from tocsin.tracing.clock import from_environment
from tocsin.tracing.files.reading import person_of_file
from tocsin.tracing.keyfile import KeysDamaged, KeysExposed, NoKeys
from tocsin.tracing.rights import Subject
from tocsin.tracing.vault import Vault
from tocsin.web import failures, language, render, store, words
from tocsin.web.staff import log
from tocsin.web.staff.door import NotAllowed, staff
from tocsin.web.staff.model import Staff

NOT_MINE: Final = (calls.NoSuchTask, calls.TakenByOther, calls.AlreadyDone)
"""A call that is not, or not any more, the one of whoever asks: they are told the same of each."""


class Desk(Struct, frozen=True):
    """One request at the desk, in one transaction."""

    connection: psycopg.Connection[Any]
    vault: Vault
    who: Staff
    now: datetime
    """By the clock of the service."""


@contextmanager
def desk(request: HttpRequest) -> Iterator[Desk]:
    """The means of a request; what it does is done as a whole or not at all. Raises store.Away."""
    with store.connection() as connection, connection.transaction():
        yield Desk(connection, _vault(), staff(request), from_environment().now())


def rings_in(at: Desk) -> calls.Territories:
    """Where whoever asks may ring: where their role is, and what was lent to there."""
    own = at.who.territories("desk.call")
    return None if own is None else (*own, *loans.lenders(at.connection, own, at.now))


def need_there(at: Desk, action: str, territory: str) -> None:
    """Whether they may do it to a call, their own or one that was lent. Raises NotAllowed."""
    if at.who.may(action, territory):
        return
    own = at.who.territories(action) or ()
    if territory not in loans.lenders(at.connection, own, at.now):
        raise NotAllowed(action, territory)


def may_answer(at: Desk, action: str, subject: Subject, id: int, territory: str) -> bool:
    """Whether they may do it where the file is, and also where its person lives."""
    person = person_of_file(at.connection, subject, id)
    places = {territory, person.territory} if person else {territory}
    return all(at.who.may(action, place) for place in places)


def log_file(at: Desk, action: str, subject: Subject, id: int, territory: str, why: str) -> None:
    """An entry about a file; and one about the person of a contact where they live, if that is elsewhere."""
    log.write(
        at.connection, at.who, action, subject=subject, subject_id=id, territory=territory, why=why,
        now=at.now,
    )  # fmt: skip
    person = person_of_file(at.connection, subject, id)
    if person and person.territory != territory:
        log.write(
            at.connection, at.who, action, subject="person", subject_id=person.id,
            territory=person.territory, why=why, now=at.now,
        )  # fmt: skip


def sentences(request: HttpRequest, page: str) -> words.Sentences:
    """The sentences of a page in the language of the request."""
    return words.of(page, language.of(request))


def gone(request: HttpRequest) -> HttpResponse:
    """The call is not theirs, or not any more."""
    response = render.page(request, "desk.gone")
    response.status_code = 409
    return response


def posted(request: HttpRequest) -> HttpResponse | None:
    """An answer where a form was expected and none came."""
    return None if request.method == "POST" else failures.refused(request, 405, allow="POST")


def _vault() -> Vault:
    try:
        return _loaded(keyfile.default())
    except (NoKeys, KeysDamaged, KeysExposed):
        raise store.Away("the keys of personal data are not there") from None


@cache
def _loaded(path: Path) -> Vault:
    return Vault.load(path, serves=True)
