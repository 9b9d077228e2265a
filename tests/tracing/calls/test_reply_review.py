"""Replies with an unexplained rest: read within the hour, in a list of their own, or rung by themselves."""

from datetime import timedelta

import pytest

from tests.tracing.conversations.office import KARIM, LEA, Office
from tocsin.tracing.calls import reply_review, task_queue
from tocsin.tracing.calls.task_sweep import sweep_tasks

STRANGE = "oui la clarinette du voisin est accordée"
"""An answer with words that nothing explains, and that are like no cry for help."""
HOUR = timedelta(hours=1)


@pytest.fixture
def office(db, vault):
    office = Office(db, vault)
    office.case("Léa", LEA)
    office.step()
    return office


def to_read(office):
    return reply_review.list_unexplained_replies(office.db, office.vault)


def rung(office):
    return office.all("select reason, urgent from tracing_calltask where done_at is null order by id")


def swept(office):
    with office.db.transaction():
        return sweep_tasks(office.db, office.now)


def test_an_answer_with_a_rest_is_taken_and_read_by_a_human(office):
    office.write_replies(LEA, STRANGE)
    (one,) = to_read(office)
    assert (one.text, one.name, one.at) == (STRANGE, "Léa Exemple", office.now)
    assert one.look_by == office.now + HOUR
    assert "Est-ce bien Léa ?" in one.asked
    assert "Qui avez-vous vu" in office.texts(LEA)[-1], "the conversation goes on"
    assert rung(office) == []


@pytest.mark.parametrize(
    "text", ["oui", "Oui c'est bien moi merci", "oui Léa", "OUI 👍", "je suis au travail"]
)
def test_an_answer_without_a_rest_is_read_by_nobody(office, text):
    office.write_replies(LEA, text)
    assert to_read(office) == []


@pytest.mark.parametrize(
    "before", [(), ("oui",), ("oui", "personne", "oui", "non"), ("STOP",), ("appelez-moi",)]
)
def test_it_is_read_whatever_was_asked_and_also_when_nothing_is(office, before):
    for text in before:
        office.write_replies(LEA, text)
    office.write_replies(LEA, "la clarinette du voisin est accordée")
    assert [one.text for one in to_read(office)] == ["la clarinette du voisin est accordée"]


def test_danger_that_is_known_is_a_call_at_once_and_in_no_list(office):
    office.write_replies(LEA, "oui mais elle est tombée dans la douche")
    assert to_read(office) == []
    assert rung(office) == [("emergency", True)]


def test_a_no_with_a_rest_ends_nothing_by_itself(office):
    office.write_replies(LEA, "non la clarinette du voisin est accordée")
    assert "vous n'avez rien à faire" not in office.texts(LEA)[-1]
    assert rung(office) == [("not_understood", False)]
    assert office.one("select outcome from tracing_case") != "wrong_person"


def test_what_is_left_over_makes_nobody_a_contact_and_is_read_by_somebody(office):
    office.write_replies(LEA, "oui")
    office.write_replies(LEA, "ma fille gigote, le voisin ronchonne")
    assert office.one("select count(*) from tracing_contact") == 0
    assert "il manque un numéro" not in office.texts(LEA)[-1]
    office.write_replies(LEA, "ma fille Zoé gigote, et le voisin 06 39 98 12 02 ronchonne")
    assert office.one("select count(*) from tracing_contact") == 0
    assert [one.text.split(",")[0] for one in to_read(office)] == ["ma fille gigote", "ma fille Zoé gigote"]
    assert rung(office) == [("not_understood", False)]


def test_people_listed_without_a_rest_are_asked_for_as_before(office):
    office.write_replies(LEA, "oui")
    office.write_replies(LEA, "ma mère et mon frère")
    assert "il manque un numéro pour mère" in office.texts(LEA)[-1]
    assert to_read(office) == []


def test_what_is_harmless_is_gone_from_the_list_and_stands_in_the_file(office):
    office.write_replies(LEA, STRANGE)
    (one,) = to_read(office)
    reply_review.review_reply(office.db, one.id, "harmless", "anne", office.now)
    assert to_read(office) == []
    assert rung(office) == []
    assert ("case", "reply_read", "harmless", "anne") in office.all(
        "select subject, what, after, by from tracing_change"
    )
    with pytest.raises(reply_review.ReplyAlreadyReviewed):
        reply_review.review_reply(office.db, one.id, "ring", "bruno", office.now)


def test_whom_an_agent_worries_about_is_the_first_of_all_calls_at_any_hour(office):
    office.case("Karim", KARIM)
    office.step()
    office.write_replies(KARIM, "appelez-moi")
    office.write_replies(LEA, STRANGE)
    office.now = office.now.replace(hour=2) + timedelta(days=1)
    (one,) = to_read(office)
    reply_review.review_reply(office.db, one.id, "ring", "anne", office.now)
    sheet = task_queue.take_next_call(office.db, office.vault, "bruno", office.now)
    assert sheet
    assert (sheet.reason, sheet.name, sheet.urgent) == ("unexplained", "Léa Exemple", True)


def test_a_call_that_waits_already_becomes_urgent(office):
    office.write_replies(LEA, "appelez-moi")
    office.write_replies(LEA, STRANGE)
    (one,) = to_read(office)
    reply_review.review_reply(office.db, one.id, "ring", "anne", office.now)
    assert rung(office) == [("unexplained", True)]


def test_what_nobody_reads_in_its_hour_is_rung(office):
    office.write_replies(LEA, STRANGE)
    office.write_replies(LEA, STRANGE)
    office.now += HOUR - timedelta(minutes=3)
    assert swept(office).unread == 0
    office.now += timedelta(minutes=3)
    assert swept(office).unread == 2
    assert rung(office) == [("unexplained", True)]
    assert to_read(office) == []
    assert swept(office).unread == 0


def test_an_agent_sees_those_of_their_territory_and_of_none(office):
    office.write_replies(LEA, STRANGE)
    for where, seen in ((("75",), 1), (("35",), 0), (None, 1), ((), 0)):
        assert len(reply_review.list_unexplained_replies(office.db, office.vault, where)) == seen
        assert reply_review.count_unexplained_replies(office.db, where) == seen
    office.db.execute("update tracing_person set territory = ''")
    assert reply_review.count_unexplained_replies(office.db, ("35",)) == 1


def test_a_reply_that_needs_no_reading_cannot_be_judged(office):
    office.write_replies(LEA, "oui")
    with pytest.raises(reply_review.NoSuchReply):
        reply_review.review_reply(
            office.db, office.one("select id from tracing_heard"), "ring", "anne", office.now
        )
