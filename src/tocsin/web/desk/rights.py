"""The rights of one person, on request: what is kept about them, as a page and as a file, and its end."""

from datetime import date, datetime
from typing import Any, Final

import msgspec
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from msgspec import Struct

from tocsin.charter.words import said as in_language
from tocsin.protocol.wording import in_words
from tocsin.tracing import erasure
from tocsin.tracing.calls import words as said
from tocsin.tracing.calls.languages import LANGUAGES
from tocsin.tracing.calls.script import word
from tocsin.tracing.erasure import Erasing, StillWritten
from tocsin.tracing.files.corrections import NoSuchFile
from tocsin.tracing.files.reading import person_of_file
from tocsin.tracing.rights import Subject, person_asked, personal_data
from tocsin.tracing.statement import Kept, Statement
from tocsin.web import addresses, failures, language, render, words
from tocsin.web.desk.filing import allowed, allowed_contact
from tocsin.web.desk.means import Desk, desk, log_file, may_answer, posted, sentences
from tocsin.web.desk.shown import place
from tocsin.web.erasing.means import json_file, own_connection, statement_answer
from tocsin.web.language import Lang
from tocsin.web.staff import clock
from tocsin.web.staff.door import NotAllowed

READ: Final = "rights.read"
ERASE: Final = "rights.erase"
PAGE: Final = "desk.rights"
ADDRESSES: Final[dict[Subject, str]] = {"case": "desk.rights", "contact": "desk.rights_contact"}
"""Whose file -> its page."""


class KeptTable(Struct, frozen=True):
    """The SMS or the calls of a file: one line each, under the names of what they say."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class KeptRecord(Struct, frozen=True):
    """One thing that is kept: name and value of each of its fields, and what was said about it."""

    fields: tuple[tuple[str, str], ...]
    tables: tuple[KeptTable, ...]


class KeptSection(Struct, frozen=True):
    """Everything of a kind, such as all results."""

    title: str
    records: tuple[KeptRecord, ...]


def case(request: HttpRequest, case: int) -> HttpResponse:
    """What is kept about the person of a case."""
    return _show(request, "case", case)


def contact(request: HttpRequest, contact: int) -> HttpResponse:
    """What is kept about the person of a contact."""
    return _show(request, "contact", contact)


def case_file(request: HttpRequest, case: int) -> HttpResponse:
    """The same as one file, to be given to the person."""
    return _file(request, "case", case)


def contact_file(request: HttpRequest, contact: int) -> HttpResponse:
    """The same as one file, to be given to the person."""
    return _file(request, "contact", contact)


def erase_case(request: HttpRequest, case: int) -> HttpResponse:
    """Erase the person of a case, once the number of the file has been typed."""
    return _erase(request, "case", case)


def erase_contact(request: HttpRequest, contact: int) -> HttpResponse:
    """Erase the person of a contact, once the number of the file has been typed."""
    return _erase(request, "contact", contact)


def case_proof(request: HttpRequest, case: int) -> HttpResponse:
    """The signed statement that the person of a case was erased."""
    return _proof(request, "case", case)


def contact_proof(request: HttpRequest, contact: int) -> HttpResponse:
    """The signed statement that the person of a contact was erased."""
    return _proof(request, "contact", contact)


def _show(request: HttpRequest, subject: Subject, id: int) -> HttpResponse:
    if request.method not in ("GET", "HEAD"):
        return failures.refused(request, 405, allow="GET, HEAD")
    with desk(request) as at:
        territory = _allowed(request, at, READ, subject, id)
        log_file(at, READ, subject, id, territory, "rights: page")
        return _page(request, at, subject, id, territory)


def _file(request: HttpRequest, subject: Subject, id: int) -> HttpResponse:
    if request.method not in ("GET", "HEAD"):
        return failures.refused(request, 405, allow="GET, HEAD")
    with desk(request) as at:
        territory = _allowed(request, at, READ, subject, id)
        try:
            found = personal_data(at.connection, at.vault, person_asked(at.connection, subject, id))
        except NoSuchFile:
            raise NotAllowed(READ, territory) from None
        log_file(at, READ, subject, id, territory, "rights: file")
    return json_file(msgspec.json.encode(found), f"tocsin-{subject}-{id}.json")


def _erase(request: HttpRequest, subject: Subject, id: int) -> HttpResponse:
    if refused := posted(request):
        return refused
    with desk(request) as at:
        territory = _allowed(request, at, ERASE, subject, id)
        try:
            asked = person_asked(at.connection, subject, id)
        except NoSuchFile:
            raise NotAllowed(ERASE, territory) from None
        if request.POST.get("number", "").strip() != str(id):
            log_file(at, READ, subject, id, territory, "rights: page")
            return _page(request, at, subject, id, territory, problem="number", status=422)
        log_file(at, ERASE, subject, id, territory, "rights: erase")
    try:
        with own_connection() as connection:
            erasure.erase_asked(connection, at.vault, asked, at.now, by=at.who.login)
    except (Erasing, StillWritten) as error:
        problem = "busy" if isinstance(error, Erasing) else "again"
        with desk(request) as at:
            log_file(at, READ, subject, id, territory, "rights: page")
            return _page(request, at, subject, id, territory, problem=problem, status=409)
    return HttpResponseRedirect(addresses.of(ADDRESSES[subject], language.of(request), **{subject: id}))


def _proof(request: HttpRequest, subject: Subject, id: int) -> HttpResponse:
    if request.method not in ("GET", "HEAD"):
        return failures.refused(request, 405, allow="GET, HEAD")
    with desk(request) as at:
        territory = _allowed(request, at, READ, subject, id)
        found = _statement(at, subject, id)
        if not found:
            raise NotAllowed(READ, territory)
        log_file(at, READ, subject, id, territory, "rights: statement")
        return statement_answer(found, at.vault)


def _allowed(request: HttpRequest, at: Desk, action: str, subject: Subject, id: int) -> str:
    """The département of a file, if they may do this there and where its person lives. Raises NotAllowed.

    All that is kept of a person is theirs who answer where the person lives, whoever else named them.
    """
    ask = allowed if subject == "case" else allowed_contact
    territory = ask(request, at, id, action)
    if not may_answer(at, action, subject, id, territory):
        raise NotAllowed(action, territory)
    return territory


def _statement(at: Desk, subject: Subject, id: int) -> Kept | None:
    """The last signed statement that names the person of a file, or this naming, as erased on request."""
    person = person_of_file(at.connection, subject, id)
    for one in reversed(erasure.statements(at.connection)):
        of_naming = subject == "contact" and id in one.asked.contacts
        if one.signature and (of_naming or (person and person.id in one.asked.people)):
            return one
    return None


def _page(
    request: HttpRequest, at: Desk, subject: Subject, id: int, territory: str, *, problem: str = "",
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    lang, t = language.of(request), sentences(request, PAGE)
    proof: Kept | None = None
    try:
        found = personal_data(at.connection, at.vault, person_asked(at.connection, subject, id))
    except NoSuchFile:
        found, proof = {}, _statement(at, subject, id)
    response = render.page(
        request,
        PAGE,
        subject=subject,
        id=id,
        sections=kept_sections(found, t, lang),
        erased=not found,
        proof=msgspec.json.decode(proof.statement, type=Statement).number if proof else 0,
        problem=t[f"problem_{problem}"] if problem else "",
        may_amend=at.who.may("desk.amend", territory),
        may_erase=may_answer(at, ERASE, subject, id, territory),
    )
    response.status_code = status
    return response


def kept_sections(found: dict[str, Any], t: words.Sentences, lang: Lang) -> list[KeptSection]:
    """Everything that is kept, in words; what is empty is left out."""
    return [
        KeptSection(t[f"section_{name}"], tuple(_record(one, t, lang) for one in records))
        for name, records in found.items()
        if records
    ]


def _record(one: dict[str, Any], t: words.Sentences, lang: Lang) -> KeptRecord:
    flat = {**one.pop("details"), **one} if "details" in one else one
    plain = {name: value for name, value in flat.items() if not isinstance(value, list)}
    tables = [
        KeptTable(
            t[f"field_{name}"],
            tuple(t[f"field_{head}"] for head in value[0]),
            tuple(tuple(_in_words(head, cell, t, lang) for head, cell in line.items()) for line in value),
        )
        for name, value in flat.items()
        if isinstance(value, list) and value
    ]
    fields = [
        (t[f"field_{name}"], text)
        for name, value in plain.items()
        if (text := _in_words(name, value, t, lang))
    ]
    return KeptRecord(tuple(fields), tuple(tables))


def _in_words(name: str, value: Any, t: words.Sentences, lang: Lang) -> str:
    """One value; empty where there is none. What has no words of ours stands as it is."""
    match value:
        case None:
            return ""
        case bool():
            return word(said.VALUES, str(value).lower(), lang)
        case datetime():
            here = clock.local(value)
            return f"{in_language(in_words(here.date()), lang)} {here:%H:%M}"
        case date():
            return in_language(in_words(value), lang)
    text = str(value)
    match name:
        case "territory":
            return place(text)
        case "birth_date" if text:
            return in_language(in_words(date.fromisoformat(text)), lang)
        case "lang" | "interpreter":
            return word(LANGUAGES, text, lang) if text != "fr" else t["value_lang_fr"]
        case "outcome":
            return word(said.OUTCOMES, t.get(f"value_outcome_{text}", text), lang)
    return t.get(f"value_{name}_{text}", text)
