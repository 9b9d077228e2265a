"""What the SMS say once a first day of symptoms is known: plans begin with it, or are made anew."""

from datetime import timedelta

from tests.tracing.conversations.office import KARIM, LEA
from tocsin.tracing.inbox import BeginFollowUp, ConversationEnded, PlanOutdated


def onset(office, case, days_ago):
    office.db.execute(
        "update tracing_case set onset_on = %s where id = %s", [office.day - timedelta(days=days_ago), case]
    )


def followed(office, case):
    """An agent reached a case, whose follow-up began."""
    phone, shard = office.phone(LEA)
    office.post(phone, shard, f"ended:{case}", ConversationEnded(f"case-{case}", "reached"))
    office.post(phone, shard, f"follow:{case}", BeginFollowUp(case))
    office.step()


def replanned(office, session, number=LEA):
    phone, shard = office.phone(number)
    office.post(phone, shard, f"replan:{session}:{office.now}", PlanOutdated(session))
    office.step()


def end(office, case):
    return office.one("select isolation_end from tracing_case where id = %s", case)


def test_a_follow_up_begins_with_the_day_that_is_counted_from_it(office):
    case = office.case("Léa", LEA)
    office.step()
    onset(office, case, 4)
    followed(office, case)
    assert end(office, case) == office.day + timedelta(days=6)  # ten days of isolation, in March 2021


def test_without_it_the_day_is_counted_from_the_sample(office):
    case = office.case("Léa", LEA)
    office.step()
    followed(office, case)
    assert end(office, case) == office.day + timedelta(days=9)


def test_a_follow_up_that_has_begun_is_told_the_new_day(office):
    case = office.case("Léa", LEA)
    office.step()
    followed(office, case)
    onset(office, case, 4)
    replanned(office, f"case-{case}")
    assert "La date a changé : votre isolement se termine le mercredi 10 mars" in office.texts(LEA)[-1]
    assert end(office, case) == office.day + timedelta(days=6)
    office.later(days=6, hours=2)
    assert "se termine aujourd'hui" in office.texts(LEA)[-1]


def test_the_same_day_once_more_says_nothing(office):
    case = office.case("Léa", LEA)
    office.step()
    onset(office, case, 4)
    followed(office, case)
    before = office.texts(LEA)
    office.later(days=1)
    replanned(office, f"case-{case}")
    assert office.texts(LEA) == before


def test_an_isolation_that_is_over_by_then_is_followed_no_more(office):
    case = office.case("Léa", LEA)
    office.step()
    followed(office, case)
    onset(office, case, 20)
    replanned(office, f"case-{case}")
    before = office.texts(LEA)
    office.later(days=15)
    assert office.texts(LEA) == before
    assert office.one("select outcome from tracing_case where id = %s", case) == "nothing_left"


def test_a_case_is_asked_about_contacts_from_two_days_before_it(office):
    case = office.case("Léa", LEA)
    onset(office, case, 4)
    office.step()
    office.write_replies(LEA, "oui")
    assert "depuis le vendredi 26 février" in office.texts(LEA)[-1]


def test_who_lives_with_the_case_is_told_the_days_that_are_counted_from_it(office):
    case = office.case("Léa", LEA)
    office.step()
    for text in ("oui", "Karim 06 39 98 12 02", "oui", "non"):
        office.write_replies(LEA, text)
    office.step()
    contact = office.one("select id from tracing_contact")
    office.db.execute("update tracing_contact set household = true where id = %s", [contact])
    office.write_replies(KARIM, "oui")
    replanned(office, f"contact-{contact}", KARIM)
    first = office.one("select isolation_end from tracing_contact")
    onset(office, case, 4)
    replanned(office, f"contact-{contact}", KARIM)
    assert office.one("select isolation_end from tracing_contact") == first - timedelta(days=3)
