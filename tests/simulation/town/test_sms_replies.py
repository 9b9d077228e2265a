"""How the people of the town answer, in whole conversations of the flows that ship."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from tests.simulation.town.office import Office
from tocsin.conversation.flow.load import load_common_texts, load_flow
from tocsin.conversation.flow.schema import Flow
from tocsin_simulation.sms.handset import HandsetSms
from tocsin_simulation.town.people import Town
from tocsin_simulation.town.simulated_contacts import contacts_named_by, write_contact_lists
from tocsin_simulation.town.sms_questions import recognise_question
from tocsin_simulation.town.sms_replies import BETWEEN, TownResident, reply_habit, reply_to_sms

NOTICE = "Assurance Maladie : bonjour {}. Un conseiller vous appellera. Est-ce bien {} ? Réf. {}"
LIST = "Assurance Maladie : merci. Qui avez-vous vu depuis le lundi 1er mars ? Réf. AAAA-BBBB"
FLOWS = ("case", "contact", "follow_up")
CASES = 600


@pytest.fixture(scope="module")
def town() -> Town:
    return Town(6_000, seed=1)


@pytest.fixture(scope="module")
def day(town: Town) -> Office:
    """Six hundred cases and their contacts, a day and a night long."""
    office = Office(town)
    adults = (p for p in map(town.person, range(0, town.people, 4)) if p.phone == "mobile" and p.age >= 18)
    for n, person in enumerate(adults):
        if n < CASES:
            office.begin("case", person.number, f"case-{n}", person.given)
    office.run(datetime(2021, 3, 5, 8, tzinfo=UTC))
    return office


# ---- what is asked


def _asking() -> Iterator[tuple[str, str, str]]:
    for name in FLOWS:
        flow: Flow = load_flow(name)
        for state in flow.states.values():
            if state.ask is None:
                continue
            texts = [state.say, state.again, *(step.say for step in state.silence)]
            for said in texts:
                if said is not None:
                    yield name, said.fr, said.en


@pytest.mark.parametrize(("flow", "french", "english"), list(_asking()))
def test_every_question_of_every_flow_is_understood_in_both_languages(
    flow: str, french: str, english: str
) -> None:
    asked, also = recognise_question(french), recognise_question(english)
    assert asked.kind == also.kind != "told"
    assert (asked.again, asked.reminder) == (also.again, also.reminder)
    assert (asked.lang, also.lang) == ("fr", "en")


def test_the_texts_about_lists_are_understood() -> None:
    texts = load_common_texts().texts
    kinds = {
        "people_missing": "missing", "people_read_back": "right", "people_correct": "correct",
        "people_nobody": "nobody", "people_group": "others", "people_later": "later", "doubt": "verify",
        "again_yes_no": "yes_no", "again_people": "contacts", "people_added": "told", "stop": "told",
        "closed": "told", "human": "told", "emergency": "told",
    }  # fmt: skip
    for name, kind in kinds.items():
        assert recognise_question(texts[name].fr).kind == recognise_question(texts[name].en).kind == kind, (
            name
        )


# ---- one person


def test_the_same_person_answers_the_same_text_the_same_way_whatever_its_code(town: Town) -> None:
    for number in (town.person(i).number for i in range(100)):
        texts = [NOTICE.format("Léa", "Léa", code) for code in ("AAAA-AAAA", "BBBB-BBBB")]
        assert reply_to_sms(town, number, texts[0]) == reply_to_sms(town, number, texts[1])


def test_an_answer_comes_by_way_of_the_handset(town: Town) -> None:
    number = next(p.number for p in map(town.person, range(500)) if reply_to_sms(town, p.number, LIST))
    sms = HandsetSms("38663", LIST, 0.0)
    assert TownResident(town, number)(sms, 0, town.chance.make_generator("x")) == reply_to_sms(
        town, number, LIST
    )


def test_a_number_without_a_holder_answers_nothing(town: Town) -> None:
    assert reply_to_sms(town, "+33199001234", LIST) == ()
    assert reply_to_sms(town, "+447700900123", LIST) == ()


def test_what_asks_nothing_is_not_answered(town: Town) -> None:
    told = "Assurance Maladie : voici vos consignes. Restez chez vous. Réf. AAAA-BBBB"
    assert not any(reply_to_sms(town, town.person(i).number, told) for i in range(300))


def test_somebody_whose_number_changed_hands_says_so(town: Town) -> None:
    people = [p for p in map(town.person, range(town.people)) if p.phone == "mobile"]
    strangers = [p for p in people if reply_habit(town, p.number) == "stranger"]
    assert 0.004 < len(strangers) / len(people) < 0.02
    said = [
        r.text for p in strangers for r in reply_to_sms(town, p.number, NOTICE.format(p.given, p.given, ""))
    ]
    assert said
    assert all("pas" in text or "numéro" in text for text in said)


def test_whom_somebody_names_are_people_of_the_town_whom_they_met(town: Town) -> None:
    for index in range(0, 600, 3):
        for naming in contacts_named_by(town, index):
            other = town.person(naming.index)
            assert naming.index in town.people_met_by(index)
            assert other.given.lower() in naming.said.lower()
            assert naming.number in ("", other.number)
            assert not naming.number or naming.number != town.person(index).number


def test_a_list_in_pieces_comes_piece_by_piece(town: Town) -> None:
    several = [
        i
        for i in range(600)
        if contacts_named_by(town, i) and len(write_contact_lists(town, i, contacts_named_by(town, i))) > 1
    ]
    answers = [reply_to_sms(town, town.person(i).number, LIST) for i in several]
    pieces = next(found for found in answers if len(found) > 1)
    assert [reply.after for reply in pieces] == [pieces[0].after + BETWEEN * n for n in range(len(pieces))]


def test_people_take_minutes_to_answer_and_some_take_hours(town: Town) -> None:
    waits = sorted(r.after for i in range(2_000) for r in reply_to_sms(town, town.person(i).number, LIST)[:1])
    assert 60 < waits[len(waits) // 2] < 600
    assert 0.04 < sum(wait > 7_000 for wait in waits) / len(waits) < 0.16


# ---- a day of many conversations


def test_about_four_texts_in_five_are_answered(day: Office) -> None:
    assert 0.78 < day.counts["replied"] / day.counts["asked"] < 0.88


def test_a_case_names_two_contacts_in_the_mean(day: Office) -> None:
    assert 1.6 < sum(map(len, day.named.values())) / CASES < 2.4


def test_a_share_names_nobody(day: Office) -> None:
    assert 0.1 < sum(not found for found in day.named.values()) / len(day.named) < 0.4


def test_few_replies_are_not_understood(day: Office) -> None:
    assert day.counts["again"] / day.counts["heard"] < 0.07


def test_every_kind_of_person_is_met(day: Office) -> None:
    assert {"call silent", "call stopped", "call asked", "call wrong_person", "call help"} <= set(day.counts)
    assert day.counts["at home"] > 0 < day.counts["elsewhere"]


def test_contacts_are_written_to_and_answer(day: Office) -> None:
    assert sum(session.startswith("contact-") for session in day.answered) > 0.8 * CASES


def test_what_was_confirmed_is_what_the_town_knows(town: Town, day: Office) -> None:
    known = {town.person(i).number for i in range(town.people)}
    noted = [number for numbers in day.named.values() for number in numbers if number]
    assert sum(number in known for number in noted) / len(noted) > 0.99
