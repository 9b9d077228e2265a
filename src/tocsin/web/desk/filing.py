"""A person's file: what happened, whom they named, the chain, and what was put right in it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from msgspec import Struct

from tocsin.charter.words import said as in_language
from tocsin.protocol.wording import in_words
from tocsin.tracing.calls import words as said
from tocsin.tracing.calls.model import Line, Past
from tocsin.tracing.calls.script import word
from tocsin.tracing.calls.timeline import CaseFile, Event, NoSuchCase, case_file
from tocsin.tracing.chain import Link
from tocsin.tracing.files import corrections
from tocsin.tracing.files.corrections import NoSuchFile
from tocsin.tracing.files.reading import contact_file, territories, territory_of_contact
from tocsin.web import failures, language, render
from tocsin.web.desk.means import Desk, desk, may_answer
from tocsin.web.desk.picture import picture
from tocsin.web.desk.shown import left, moment, place
from tocsin.web.desk.whys import ask, why_of
from tocsin.web.language import Lang
from tocsin.web.staff import log
from tocsin.web.staff.door import NotAllowed, need

LINKS = 300
"""Links of a chain that are read, each way."""


class Row(Struct, frozen=True):
    """One line of what happened."""

    at: str
    kind: str
    """``kind_change``, ``kind_call``, ``kind_ours`` or ``kind_theirs``: the sentence that says so."""
    text: str
    by: str


def show(request: HttpRequest, case: int) -> HttpResponse:
    """The file of a case, once it was said why."""
    if request.method not in ("GET", "HEAD"):
        return failures.refused(request, 405, allow="GET, HEAD")
    lang, why = language.of(request), why_of(request)
    with desk(request) as at:
        allowed(request, at, case)
        if not why:
            return ask(request)
        file = case_file(at.connection, at.vault, case, at.who.login, at.now, f"desk.{why}", LINKS)
        log.write(
            at.connection, at.who, "desk.file", subject="case", subject_id=case, territory=file.territory,
            why=f"file: {why}", now=at.now,
        )  # fmt: skip
        known = territories(at.connection, _cases(file))
        done = corrections.of(at.connection, file.person_id, case)
    return render.page(
        request,
        "desk.file",
        file=file,
        why=why,
        standing=word(said.STANDINGS, file.standing, lang),
        left=left(file.deadline, file.zone, at.now, lang),
        place=place(file.territory),
        onset=_day(file.onset_on, lang),
        isolation=_day(file.isolation_end, lang),
        events=[row(event, file.zone, lang) for event in file.events],
        named=[(one, word(said.STANDINGS, one.standing, lang)) for one in file.named],
        picture=picture(case, file.up, file.down) if file.up or file.down else None,
        up=_links(file.up, known, at),
        down=_links(file.down, known, at),
        corrections=[(one, moment(one.at, file.zone, lang)) for one in done],
        may_ring=at.who.may("desk.call", file.territory),
        may_correct=at.who.may("desk.correct", file.territory),
        may_amend=at.who.may("desk.amend", file.territory),
        may_read_rights=may_answer(at, "rights.read", "case", case, file.territory),
        amended="amended" in request.GET,
        undone="undone" in request.GET,
        corrected="corrected" in request.GET,
    )


def contact(request: HttpRequest, contact: int) -> HttpResponse:
    """The file of a contact, once it was said why."""
    if request.method not in ("GET", "HEAD"):
        return failures.refused(request, 405, allow="GET, HEAD")
    lang, why = language.of(request), why_of(request)
    with desk(request) as at:
        territory = allowed_contact(request, at, contact)
        if not why:
            return ask(request)
        file = contact_file(at.connection, at.vault, contact, at.who.login, at.now, f"desk.{why}")
        log.write(
            at.connection, at.who, "desk.file", subject="contact", subject_id=contact, territory=territory,
            why=f"file: {why}", now=at.now,
        )  # fmt: skip
    return render.page(
        request,
        "desk.contact",
        file=file,
        why=why,
        standing=word(said.STANDINGS, file.standing, lang),
        left=left(file.deadline, file.zone, at.now, lang),
        place=place(file.territory),
        may_ring=at.who.may("desk.call", territory),
        last_contact=_day(file.last_contact, lang),
        isolation=_day(file.isolation_end, lang),
        events=[row(event, file.zone, lang) for event in file.events],
        may_amend=at.who.may("desk.amend", territory),
        may_read_rights=may_answer(at, "rights.read", "contact", contact, territory),
        amended="amended" in request.GET,
    )


def allowed(request: HttpRequest, at: Desk, case: int, action: str = "desk.file") -> str:
    """The département of a case, if whoever asks may do this there. Raises NotAllowed."""
    try:
        territory = territories(at.connection, [case])[case]
    except (KeyError, NoSuchCase):
        raise NotAllowed(action) from None
    need(request, action, territory)
    return territory


def allowed_contact(request: HttpRequest, at: Desk, contact: int, action: str = "desk.file") -> str:
    """The département of a contact, if whoever asks may do this there. Raises NotAllowed."""
    try:
        territory = territory_of_contact(at.connection, contact)
    except NoSuchFile:
        raise NotAllowed(action) from None
    need(request, action, territory)
    return territory


def row(event: Event, zone: str, lang: Lang) -> Row:
    """One line of what happened, in words."""
    at = moment(event.at, zone, lang)
    match event:
        case Line():
            lost = {"fr": " (pas arrivé)", "en": " (did not arrive)"}[lang] if event.failed else ""
            return Row(
                at, "kind_ours" if event.ours else "kind_theirs", " ".join(event.text.split()) + lost, ""
            )
        case Past():
            outcome = word(said.OUTCOMES, event.outcome, lang)
            return Row(at, "kind_call", f"{outcome}. {event.note}".removesuffix(". "), event.agent)
        case _:
            values = " → ".join(word(said.VALUES, one, lang) for one in (event.before, event.after) if one)
            text = f"{word(said.CHANGES, event.what, lang)} {values}".rstrip()
            return Row(at, "kind_change", f"{text} ({_why(event.why, lang)})", event.by)


def _why(why: str, lang: Lang) -> str:
    """A reason in words: of the conversation, or why files were joined or parted."""
    kind, _, slug = why.partition(".")
    return word(said.CORRECTIONS, slug, lang) if slug in said.CORRECTIONS else word(said.REASONS, kind, lang)


def _links(links: tuple[Link, ...], known: dict[int, str], at: Desk) -> list[dict[str, Any]]:
    """The links of the chain, each with whether its two cases may be opened."""
    return [
        {"link": link, "may_source": _may(link.source, known, at), "may_case": _may(link.case, known, at)}
        for link in links
    ]


def _may(case: int, known: dict[int, str], at: Desk) -> bool:
    return case in known and at.who.may("desk.file", known[case])


def _cases(file: CaseFile) -> list[int]:
    return sorted({one for link in (*file.up, *file.down) for one in (link.source, link.case)})


def _day(day: Any, lang: Lang) -> str:
    return in_language(in_words(day), lang) if day else ""
