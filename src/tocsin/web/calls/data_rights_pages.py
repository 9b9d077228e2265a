"""The rights of one person, on request: what is kept about them, as a page and as a file, and its end."""

from datetime import date, datetime
from typing import Any, Final

import msgspec
from django.http import HttpRequest, HttpResponse
from msgspec import Struct

from tocsin.charter.words import translate_wording
from tocsin.locale.catalogues import Sentences, translate_name
from tocsin.privacy import erasure, erasure_log
from tocsin.privacy.erasure import ErasureRunning, RowsStillWritten
from tocsin.privacy.erasure_statement import ErasureRecord, ErasureStatement
from tocsin.privacy.legal_base import describe_months
from tocsin.privacy.noted_fields import list_noted_fields, name_noted_field
from tocsin.privacy.retention import find_kept_months
from tocsin.protocol.load import name_disease
from tocsin.protocol.wording import format_long_date
from tocsin.tracing.calls.call_facts import name_spoken_language
from tocsin.tracing.cases.corrections import NoSuchCaseRecord
from tocsin.tracing.cases.data_subject_rights import Subject, collect_personal_data, find_requester
from tocsin.tracing.cases.file_views import find_person
from tocsin.web import error_pages, language, page_rendering, page_urls, store_pool
from tocsin.web.calls.agent_context import (
    AgentContext,
    load_page_sentences,
    log_file_access,
    may_act_on_person,
    open_agent_context,
    require_file_access,
)
from tocsin.web.erasure.erasure_pages import (
    build_json_download,
    build_statement_response,
)
from tocsin.web.formatting import format_territory
from tocsin.web.language import Lang
from tocsin.web.staff import time_zone
from tocsin.web.staff.current_user import NotAllowed

READ: Final = "rights.read"
ERASE: Final = "rights.erase"
PAGE: Final = "desk.rights"
ADDRESSES: Final[dict[Subject, str]] = {"case": "desk.rights", "contact": "desk.rights_contact"}
"""Whose file -> its page."""


class PersonalDataTable(Struct, frozen=True):
    """The SMS or the calls of a file: one line each, under the names of what they say."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class PersonalDataRecord(Struct, frozen=True):
    """One thing that is kept: name and value of each of its fields, and what was said about it."""

    fields: tuple[tuple[str, str], ...]
    tables: tuple[PersonalDataTable, ...]


class PersonalDataSection(Struct, frozen=True):
    """Everything of a kind, such as all results."""

    title: str
    records: tuple[PersonalDataRecord, ...]


@error_pages.allow_methods("GET", "HEAD")
def show_data(request: HttpRequest, subject: Subject, id: int) -> HttpResponse:
    """What is kept about the person of a file."""
    with open_agent_context(request) as at:
        territory = _require_person_access(request, at, READ, subject, id)
        log_file_access(at, READ, subject, id, territory, "rights: page")
        return _render_page(request, at, subject, id, territory)


@error_pages.allow_methods("GET", "HEAD")
def export_data(request: HttpRequest, subject: Subject, id: int) -> HttpResponse:
    """The same as one file, to be given to the person."""
    with open_agent_context(request) as at:
        territory = _require_person_access(request, at, READ, subject, id)
        try:
            found = collect_personal_data(at.connection, at.vault, find_requester(at.connection, subject, id))
        except NoSuchCaseRecord:
            raise NotAllowed(READ, territory) from None
        log_file_access(at, READ, subject, id, territory, "rights: file")
    return build_json_download(msgspec.json.encode(found), f"tocsin-{subject}-{id}.json")


@error_pages.allow_methods("POST")
def erase_person(request: HttpRequest, subject: Subject, id: int) -> HttpResponse:
    """Erase the person of a file, once its number has been typed."""
    with open_agent_context(request) as at:
        territory = _require_person_access(request, at, ERASE, subject, id)
        try:
            asked = find_requester(at.connection, subject, id)
        except NoSuchCaseRecord:
            raise NotAllowed(ERASE, territory) from None
        if request.POST.get("number", "").strip() != str(id):
            log_file_access(at, READ, subject, id, territory, "rights: page")
            return _render_page(request, at, subject, id, territory, problem="number", status=422)
        log_file_access(at, ERASE, subject, id, territory, "rights: erase")
    try:
        with store_pool.STORE_POOL.open_unbounded_connection() as connection:
            erasure.erase_on_request(connection, at.vault, asked, at.now, by=at.who.login)
    except (ErasureRunning, RowsStillWritten) as error:
        problem = "busy" if isinstance(error, ErasureRunning) else "again"
        with open_agent_context(request) as at:
            log_file_access(at, READ, subject, id, territory, "rights: page")
            return _render_page(request, at, subject, id, territory, problem=problem, status=409)
    named: dict[str, int] = {subject: id}
    return page_urls.redirect_to_page(request, ADDRESSES[subject], query="", **named)


@error_pages.allow_methods("GET", "HEAD")
def download_person_statement(request: HttpRequest, subject: Subject, id: int) -> HttpResponse:
    """The signed statement that the person of a file was erased."""
    with open_agent_context(request) as at:
        territory = _require_person_access(request, at, READ, subject, id)
        found = _find_statement(at, subject, id)
        if not found:
            raise NotAllowed(READ, territory)
        log_file_access(at, READ, subject, id, territory, "rights: statement")
        return build_statement_response(found, at.vault)


def _require_person_access(
    request: HttpRequest, at: AgentContext, action: str, subject: Subject, id: int
) -> str:
    """The département of a file, if they may do this there and where its person lives. Raises NotAllowed.

    All that is kept of a person is theirs who answer where the person lives, whoever else named them.
    """
    territory = require_file_access(request, at, action, subject, id)
    if not may_act_on_person(at, action, subject, id, territory):
        raise NotAllowed(action, territory)
    return territory


def _find_statement(at: AgentContext, subject: Subject, id: int) -> ErasureRecord | None:
    """The last signed statement that names the person of a file, or this naming, as erased on request."""
    person = find_person(at.connection, subject, id)
    for one in reversed(erasure_log.list_erasures(at.connection)):
        of_naming = subject == "contact" and id in one.asked.contacts
        if one.signature and (of_naming or (person and person.id in one.asked.people)):
            return one
    return None


def _render_page(
    request: HttpRequest, at: AgentContext, subject: Subject, id: int, territory: str, *, problem: str = "",
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    lang, t = language.request_language(request), load_page_sentences(request, PAGE)
    proof: ErasureRecord | None = None
    try:
        found = collect_personal_data(at.connection, at.vault, find_requester(at.connection, subject, id))
    except NoSuchCaseRecord:
        found, proof = {}, _find_statement(at, subject, id)
    return page_rendering.render_page(
        request,
        PAGE,
        subject=subject,
        id=id,
        sections=build_data_sections(found, t, lang),
        erased=not found,
        proof=msgspec.json.decode(proof.statement, type=ErasureStatement).number if proof else 0,
        problem=t[f"problem_{problem}"] if problem else "",
        period=describe_months(find_kept_months(), lang),
        may_amend=at.who.may("desk.amend", territory),
        may_erase=may_act_on_person(at, ERASE, subject, id, territory),
        status_code=status,
    )


def build_data_sections(found: dict[str, Any], t: Sentences, lang: Lang) -> list[PersonalDataSection]:
    """Everything that is kept, in words; what is empty is left out."""
    return [
        PersonalDataSection(t[f"section_{name}"], tuple(_build_data_record(one, t, lang) for one in records))
        for name, records in found.items()
        if records
    ]


def _build_data_record(one: dict[str, Any], t: Sentences, lang: Lang) -> PersonalDataRecord:
    flat = {**one.pop("details"), **one} if "details" in one else one
    plain = {name: value for name, value in flat.items() if not isinstance(value, list)}
    tables = [
        PersonalDataTable(
            t[f"field_{name}"],
            tuple(_name_field(head, t, lang) for head in value[0]),
            tuple(
                tuple(_value_in_words(head, cell, t, lang) for head, cell in line.items()) for line in value
            ),
        )
        for name, value in flat.items()
        if isinstance(value, list) and value
    ]
    fields = [
        (_name_field(name, t, lang), text)
        for name, value in plain.items()
        if (text := _value_in_words(name, value, t, lang))
    ]
    return PersonalDataRecord(tuple(fields), tuple(tables))


def _name_field(name: str, t: Sentences, lang: Lang) -> str:
    """What a field is called: as the table of noted fields has it, where it stands there."""
    return name_noted_field(name, lang) or t[f"field_{name}"]


def _value_in_words(name: str, value: Any, t: Sentences, lang: Lang) -> str:
    """One value; empty where there is none. What has no words of ours stands as it is."""
    match value:
        case None:
            return ""
        case dict():
            return str(value[lang])
        case bool():
            return translate_name("call.values", str(value).lower(), lang)
        case datetime():
            here = time_zone.to_local_time(value)
            return f"{translate_wording(format_long_date(here.date()), lang)} {here:%H:%M}"
        case date():
            return translate_wording(format_long_date(value), lang)
    text = str(value)
    if (noted := list_noted_fields().get(name)) and text in noted.values:
        return translate_wording(noted.values[text], lang)
    match name:
        case "territory":
            return format_territory(text)
        case "disease":
            return name_disease(text, lang)
        case "birth_date" if text:
            return translate_wording(format_long_date(date.fromisoformat(text)), lang)
        case "lang" | "interpreter":
            return name_spoken_language(text, lang) if text != "fr" else t["value_lang_fr"]
        case "outcome":
            return translate_name("call.outcomes", t.get(f"value_outcome_{text}", text), lang)
    return t.get(f"value_{name}_{text}", text)
