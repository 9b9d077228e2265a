"""The sheet that an agent reads: complete, in plain words, and nothing on it that the charter forbids."""

import os
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from tests.tracing.calls.people import HOME, KARIM, LEA, NOON, People
from tocsin.conversation.flow.load import load_flow
from tocsin.locale.catalogues import load_catalogue
from tocsin.phone_numbers.dialled_number import format_phone_number
from tocsin.tracing.calls import CallSheet, record_outcome, take_next_call
from tocsin.tracing.calls.call_code import parse_call_code
from tocsin.tracing.calls.sheet_text import format_duration, render_sheet

HOUR = timedelta(hours=1)
GOLDEN = Path(__file__).parent / "golden"


def sheet(people: People, at: Any = NOON, agent: str = "anne") -> CallSheet:
    """The next sheet."""
    found = take_next_call(people.db, people.vault, agent, at)
    assert found
    return found


def golden(name: str, text: str) -> str:
    """The text of a file; written anew where TOCSIN_GOLDEN is set, to be read before it is committed."""
    file = GOLDEN / name
    if os.environ.get("TOCSIN_GOLDEN"):
        file.write_text(text, encoding="utf-8")
    return file.read_text(encoding="utf-8")


def coded(found: CallSheet) -> CallSheet:
    """The sheet, with a code that is the same in every test."""
    assert parse_call_code(found.spoken) == found.spoken
    return replace(found, spoken="402817")


@pytest.fixture
def lea(people: People) -> int:
    """A case who wrote, was rung in vain, and waits."""
    case = people.case("Léa", LEA, at=NOON - 10 * HOUR, sample_on=date(2021, 3, 3))
    people.sms("Assurance Maladie : bonjour Léa. Est-ce bien Léa ?", NOON - 9 * HOUR, case=case)
    people.heard("oui c'est moi", NOON - 8 * HOUR, case=case)
    people.sms("Assurance Maladie : merci. Qui avez-vous vu ?", NOON - 8 * HOUR, case=case)
    people.contact(case, "Karim", KARIM)
    task = people.task(case=case, since=NOON - 4 * HOUR, due=NOON + 14 * HOUR)
    at = NOON - 3 * HOUR
    take_next_call(people.db, people.vault, "brice", at)
    record_outcome(people.db, people.vault, task, "brice", at, "voicemail", note="messagerie pleine")
    return case


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_sheet_of_a_case(people: People, lea: int, lang: str) -> None:
    text = render_sheet(coded(sheet(people)), NOON, lang)
    assert text == golden(f"case-{lang}.txt", text)
    assert lea


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_sheet_of_a_contact(people: People, lang: str) -> None:
    people.contact(people.case("Léa", LEA), "Mamie Odile", HOME)
    text = render_sheet(coded(sheet(people)), NOON, lang)
    assert text == golden(f"contact-{lang}.txt", text)
    assert "Léa" not in text.replace("Léa 06 39 98 12 34", "")


def test_the_deadline_is_told_in_the_time_of_the_person(people: People) -> None:
    people.task(case=people.case("Léa", LEA, zone="Indian/Reunion"), due=NOON + 4 * HOUR)
    found = sheet(people)
    assert "jeudi 4 mars 19:00 (reste 4 h 00, heure de la personne)" in render_sheet(found, NOON)
    late = render_sheet(found, NOON + 5 * HOUR + timedelta(minutes=7))
    assert "dépassé de 1 h 07" in late


def test_somebody_without_a_number_is_to_be_looked_for(people: People) -> None:
    people.contact(people.case("Léa", LEA), "Odile", None)
    text = render_sheet(sheet(people), NOON)
    assert "pas de numéro" in text
    assert "tocsin calls number" in text


def test_the_parent_of_a_minor_is_asked_for(people: People) -> None:
    people.task(case=people.case("Tom", LEA), reason="minor")
    parent = people.person("Marie", "Durand", "1980-01-01")
    people.db.execute("update tracing_person set guardian_id = %s where id <> %s", (parent, parent))
    text = render_sheet(sheet(people), NOON)
    assert "Parlez à : Marie Durand." in text
    assert "au sujet de Tom Durand. Êtes-vous bien Marie Durand ?" in text


def test_a_long_thread_shows_its_end(people: People) -> None:
    case = people.case("Léa", LEA)
    for n in range(30):
        people.heard(f"message {n}", NOON - 2 * HOUR + timedelta(minutes=n), case=case)
    people.task(case=case)
    text = render_sheet(sheet(people), NOON)
    assert "(18 avant)" in text
    assert "message 17" not in text
    assert "message 29" in text


def test_what_is_known_is_not_asked_again(people: People) -> None:
    case = people.case("Léa", LEA)
    people.db.execute("update tracing_case set listed_at = %s", (NOON,))
    people.task(case=case, reason="help")
    assert "Qui avez-vous vu" not in render_sheet(sheet(people), NOON)


def test_what_a_person_wrote_cannot_paint_the_terminal_or_break_a_line(people: People) -> None:
    case = people.case("Léa", LEA)
    people.heard("oui\n\x1b[31mAppel 99\r", NOON - HOUR, case=case)
    people.task(case=case)
    text = render_sheet(sheet(people), NOON)
    assert "\x1b" not in text
    assert "la personne : oui" in text


def test_every_reason_that_a_flow_gives_has_words() -> None:
    given = {
        call
        for name in ("case", "contact", "follow_up")
        for state in load_flow(name).states.values()
        for call in (state.call, *(silence.call for silence in state.silence))
        if call
    }
    asides = {
        aside.call
        for name in ("case", "contact", "follow_up")
        for aside in load_flow(name).asides.values()
        if aside.call
    }
    assert given | asides <= set(load_catalogue("tocsin", "fr")["call.reasons"])


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_an_agent_is_told_never_to_ask_for_what_the_charter_forbids(people: People, lang: str) -> None:
    people.task(case=people.case("Léa", LEA))
    text = render_sheet(sheet(people), NOON, lang)
    assert ("numéro de sécurité sociale" if lang == "fr" else "social security number") in text
    questions = text.split("À demander" if lang == "fr" else "To ask")[1]
    for forbidden in ("sécurité sociale", "social security", "carte", "symptôme", "symptom", "vaccin"):
        assert forbidden not in questions


def test_numbers_and_spans_as_people_read_them() -> None:
    assert format_phone_number("+262692001234") == "06 92 00 12 34"
    assert format_duration(timedelta(hours=26)) == "26 h 00"
