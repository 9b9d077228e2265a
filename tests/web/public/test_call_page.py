"""The telephone rings, somebody says that they are the Assurance Maladie: the person asks the page."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from tests.tracing.calls.people import KARIM, LEA, TOLD, People
from tests.web.public.reading import headline, plain
from tocsin.charter.loading import load_charter
from tocsin.tracing.calls.call_code import format_call_code, give_call_code, reserve_call_codes
from tocsin.tracing.calls.outcomes import record_outcome
from tocsin.tracing.calls.task_queue import release_task, take_next_call
from tocsin.web import rate_limits
from tocsin.web.public.call_verification import format_paris_time, institution_phone_number, list_never_asked
from tocsin.web.response_padding import BLOCK

MINUTE = timedelta(minutes=1)
PAGES = pytest.mark.parametrize("address", ["/appel", "/en/call"])


@pytest.fixture
def now():
    return datetime.now(UTC)


@pytest.fixture
def people(with_store, db, vault, now):
    """Somebody to ring, in the store that the site has."""
    found = People(db, vault, now)
    found.task(case=found.case("Léa", LEA), since=now - 60 * MINUTE, urgent=True)
    return found


def rung(people, at, agent="anne"):
    """An agent takes a call; the code that they say."""
    sheet = take_next_call(people.db, people.vault, agent, at)
    assert sheet
    return sheet


def ask(visitor, code, address="/appel", **more):
    found = visitor.post(address, {"code": code}, **more)
    return found.status_code, plain(found)


@PAGES
def test_the_form_asks_for_the_code_and_for_nothing_else(visitor, address):
    text = plain(visitor.get(address))
    assert re.findall(r'<(?:input|textarea|select)[^>]*name="(\w+)"', text) == ["code"]
    assert '<a class="number" href="tel:3646">36 46</a>' in text


def test_the_code_of_a_call_that_an_sms_announced_is_nobodys_on_the_line_yet(visitor, people, now):
    """Somebody who says it before the hour is told apart from an agent who is in the call."""
    task = people.task(case=people.case("Karim", KARIM))
    begins, ends = now + 60 * MINUTE, now + 180 * MINUTE
    code = reserve_call_codes(people.db, [(task, ends)], now)[task]
    people.insert(
        "callannouncement",
        task_id=task,
        announced_at=now,
        begins_at=begins,
        ends_at=ends,
        code=code,
        outcome="",
    )
    status, text = ask(visitor, code)
    assert status == 200
    assert f"L'agent appellera à partir de {format_paris_time(begins)}" in text
    assert "est en appel avec ce code" not in text


@pytest.mark.parametrize("how", [str, format_call_code, " ".join, "-".join])
def test_while_an_agent_rings_the_page_says_yes_and_since_when(visitor, people, now, how):
    sheet = rung(people, now - 3 * MINUTE)
    status, text = ask(visitor, how(sheet.spoken))
    assert status == 200
    since = format_paris_time(now - 3 * MINUTE)
    said = f"Oui : un agent de l'Assurance Maladie est en appel avec ce code, depuis {since}"
    assert said in headline(text)
    assert "voix est honnête" in text
    assert "Léa" not in text
    assert "anne" not in text.partition("<footer")[0].rpartition("<main")[2]


def test_in_english(visitor, people, now):
    sheet = rung(people, now)
    _, text = ask(visitor, sheet.spoken, "/en/call")
    assert headline(text).startswith("Yes: an agent of the Assurance Maladie is making a call with this code")


def test_another_code_is_no_call_of_ours(visitor, people, now):
    sheet = rung(people, now)
    other = f"{(int(sheet.spoken) + 1) % 10**6:06}"
    status, text = ask(visitor, other)
    assert status == 200
    assert headline(text) == "Non : aucun appel du suivi des contacts n'a ce code. Raccrochez."
    assert 'composez vous-même le <a class="number" href="tel:3646">36 46</a>' in text
    assert "faites répéter le code une fois" in text


def test_a_code_that_somebody_else_has_typed_is_told_to_be_so(visitor, people, now):
    sheet = rung(people, now)
    ask(visitor, sheet.spoken, REMOTE_ADDR="203.0.113.9")  # an impostor hit it by trying
    _, text = ask(visitor, sheet.spoken, "/en/call")
    assert "this code was typed once before, at" in text
    assert "grave" in re.search(r'<p class="(says[^"]*)"', text)[1]
    _, text = ask(visitor, sheet.spoken, "/en/call")
    assert "this code was typed 2 times before, first at" in text


def test_once_the_call_is_written_down_the_page_says_that_it_is_over(visitor, people, now):
    sheet = rung(people, now - 10 * MINUTE)
    end = now - 2 * MINUTE
    record_outcome(
        people.db, people.vault, sheet.task_id, "anne", end, "reached", facts={**TOLD, "nobody": True}
    )
    _, text = ask(visitor, sheet.spoken)
    assert f"est fini depuis {format_paris_time(end)}" in headline(text)
    assert "raccrochez" in headline(text)


def test_a_call_of_an_hour_ago_is_not_known_any_more(visitor, people, now):
    sheet = rung(people, now - 60 * MINUTE)
    release_task(people.db, sheet.task_id, "anne", now - 59 * MINUTE)
    assert "aucun appel du suivi des contacts" in headline(ask(visitor, sheet.spoken)[1])


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Type the digits"),
        ("12", "here there are 2"),
        ("12345A", "“A” is none"),
        ("<script>", "“<” is none"),
    ],
)
def test_what_is_no_code_is_explained_before_anything_is_looked_up(visitor, people, typed, said):
    _, text = ask(visitor, typed, "/en/call")
    assert said in text
    assert 'class="says' not in text
    assert 'aria-invalid="true"' in text
    assert "<script>" not in visitor.post("/en/call", {"code": typed}).content.decode().partition("<main")[2]


def test_the_code_of_an_sms_leads_to_the_page_for_sms(visitor, people):
    _, text = ask(visitor, "K7QF-2M9D")
    assert "C'est le code d'un SMS" in text


@PAGES
def test_when_the_service_is_away_the_page_says_that_it_cannot_know(visitor, without_store, address):
    status, text = ask(visitor, "402817", address)
    assert status == 503
    assert ("Nous ne pouvons pas savoir" in text) or ("We cannot know" in text)
    assert "36 46" in text


@PAGES
def test_another_way_of_asking_is_refused(visitor, address):
    answer = visitor.put(address, {"code": "402817"})
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD, POST")


# ---- nothing to be learned by trying


def test_found_or_not_the_answer_has_one_size_and_one_statement(visitor, people, now):
    sheet = rung(people, now)
    answers = [visitor.post("/appel", {"code": code}) for code in (sheet.spoken, "000000", sheet.spoken, "1")]
    assert {len(answer.content) for answer in answers} == {BLOCK}
    assert {answer.headers["Content-Encoding"] for answer in answers} == {"identity"}


def test_whoever_tries_codes_is_stopped_after_ten(visitor, people, now):
    rung(people, now)
    statuses = [ask(visitor, f"{n:06}")[0] for n in range(12)]
    assert statuses == [200] * rate_limits.BUCKETS["call"].most + [429] * 2
    assert ask(visitor, "000000", REMOTE_ADDR="198.51.100.8")[0] == 200


def test_with_a_hundred_calls_a_code_said_at_random_is_good_once_in_ten_thousand(people, now):
    codes = [give_call_code(people.db, n, f"agent-{n}", now, now + 20 * MINUTE) for n in range(1, 121)]
    assert [len(code) for code in codes[:100]] == [6] * 100
    assert [len(code) for code in codes[100:]] == [7] * 20


# ---- what it says comes from the charter


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_what_is_never_asked_is_what_the_charter_says_of_calls(visitor, lang):
    text = plain(visitor.get("/appel" if lang == "fr" else "/en/call"))
    never = list_never_asked(load_charter("assurance_maladie"), lang)
    assert {"ask.call.iban.full", "ask.call.card", "ask.call.password"} <= {line.id for line in never}
    assert all(line.text.replace("\xa0", " ") in text for line in never)
    assert not [line for line in never if line.inferred]


def test_the_number_to_ring_is_the_one_that_the_charter_gives():
    assert institution_phone_number(load_charter("assurance_maladie")) == "36\u00a046"
    assert institution_phone_number(load_charter("dgfip")).replace("\u00a0", " ") == "0 809 401 401"


def test_two_calls_have_two_codes_and_each_is_good_for_its_own(visitor, people, now):
    people.task(case=people.case("Karim", KARIM), since=now - 60 * MINUTE, urgent=True)
    one, two = rung(people, now), rung(people, now, "brice")
    assert one.spoken != two.spoken
    release_task(people.db, one.task_id, "anne", now + MINUTE)
    assert "Oui" in headline(ask(visitor, two.spoken)[1])
