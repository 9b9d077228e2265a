"""Calls announced by SMS: told once, made first, missed in sight of all, and of which nobody is told who may not be."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.tracing.calls.people import HOME, KARIM, LEA, NOON, People
from tests.tracing.conversations.office import Office
from tocsin.charter.loading import load_charter
from tocsin.charter.view import view_as_of
from tocsin.guard import MessageDraft, guard_draft
from tocsin.locale.catalogues import translate
from tocsin.metrics.forecast.call_windows import announce_due_calls, choose_call_windows
from tocsin.metrics.forecast.situation import ShiftHours
from tocsin.tracing.calls.announcements import WaitingCall, count_announcements
from tocsin.tracing.calls.call_code import check_call_code, format_call_code
from tocsin.tracing.calls.outcomes import record_outcome
from tocsin.tracing.calls.sheet_text import say_to_screening
from tocsin.tracing.calls.task_queue import release_task, take_next_call
from tocsin.tracing.supervision.shifts import add_shift

HOUR = timedelta(hours=1)


def waiting(n: int, *, ready: datetime = NOON, told: bool = False, territory: str = "75") -> WaitingCall:
    """A call in the queue."""
    return WaitingCall(
        id=n, case_id=n, contact_id=None, phone_id=n, territory=territory, not_before=ready,
        zone="Europe/Paris", shard=1, collected_on=date(2021, 3, 4), announceable=not told,
    )  # fmt: skip


def shift(agents: int = 1, begins: datetime = NOON, hours: int = 8) -> ShiftHours:
    """Agents who make three calls an hour each."""
    return ShiftHours(starts_at=begins, ends_at=begins + hours * HOUR, agents=agents)


class TestWindows:
    def test_a_window_begins_when_the_turn_comes_and_lasts_two_hours(self) -> None:
        """Three calls an hour: the fourth in the queue comes in the hour after next, at one at the earliest."""
        found = list(choose_call_windows([waiting(n) for n in range(1, 15)], {"": [shift()]}, NOON))
        turns = {call.id: (window.begins - NOON, window.ends - window.begins) for call, window in found}
        assert min(turns) == 4  # those before come within the hour: an SMS would hardly be there before
        assert turns[4] == (HOUR, 2 * HOUR)
        assert max(turns) == 13  # what comes later than in four hours, nobody knows
        assert all(HOUR <= begins <= 4 * HOUR for begins, _ in turns.values())

    def test_who_was_told_or_rests_keeps_their_place(self) -> None:
        queue = [waiting(1, ready=NOON + 2 * HOUR), *(waiting(n, told=True) for n in (2, 3, 4)), waiting(5)]
        found = {
            call.id: window.begins - NOON
            for call, window in choose_call_windows(queue, {"": [shift()]}, NOON)
        }
        assert found == {1: 2 * HOUR, 5: HOUR}

    def test_agents_of_a_departement_ring_there_alone(self) -> None:
        """With nobody on shift, or agents of another place only, nobody knows when the turn comes."""
        queue = [waiting(1, territory="29")]
        assert list(choose_call_windows(queue, {}, NOON)) == []
        assert list(choose_call_windows(queue, {"75": [shift(begins=NOON + HOUR)]}, NOON)) == []
        assert len(list(choose_call_windows(queue, {"29": [shift(begins=NOON + HOUR)]}, NOON))) == 1

    def test_nobody_is_told_at_night_nor_of_an_hour_after_the_evening(self) -> None:
        night, evening = NOON - 5 * HOUR, NOON + 6 * HOUR  # 7 h and 18 h in Paris
        for now in (night, evening):
            late = [shift(begins=now + 1.5 * HOUR)]
            assert list(choose_call_windows([waiting(1, ready=now)], {"": late}, now)) == []
        ((_, window),) = choose_call_windows([waiting(1)], {"": [shift(begins=NOON + HOUR)]}, NOON)
        at_17 = NOON + 5 * HOUR
        ((_, cut),) = choose_call_windows([waiting(1)], {"": [shift(begins=at_17 + HOUR)]}, at_17)
        assert window.ends - window.begins == 2 * HOUR
        assert (cut.begins, cut.ends) == (at_17 + HOUR, at_17 + 3 * HOUR)


@pytest.fixture
def office(db, vault):
    """Léa was written to at half past nine, says nothing, and is to be rung since half past one."""
    office = Office(db, vault)
    office.lea = office.case("Léa", LEA)
    office.step()
    for _ in range(2):
        office.later(hours=2, minutes=1)
    add_shift(db, 1, office.now + 2 * HOUR, office.now + 7 * HOUR)
    return office


def announce(office: Office) -> dict[str, int]:
    found = announce_due_calls(office.db, office.vault, office.now)
    office.step()
    return found


def outcomes(office: Office) -> list[str]:
    return [row[0] for row in office.all("select outcome from tracing_callannouncement order by id")]


def test_who_is_to_be_rung_is_told_when_and_the_call_is_made_first_with_the_code_they_were_told(office):
    (task,) = office.all("select id, deadline from tracing_calltask")
    assert announce(office) == {"announced": 1, "missed": 0, "void": 0}
    assert announce(office)["announced"] == 0
    told = office.texts(LEA)[-1]
    code = office.one("select code from tracing_callannouncement")
    assert "entre 15 h 30 et 17 h 30. Il annoncera d'abord le numéro" in told
    assert format_call_code(code) in told
    known = check_call_code(office.db, code, office.now)
    assert known.announced_from == office.one("select begins_at from tracing_callannouncement")
    assert (
        take_next_call(office.db, office.vault, "anne", office.now) is None
    )  # she was promised another hour
    office.db.execute(
        "insert into tracing_calltask (case_id, territory, reason, urgent, created_at, not_before, deadline, attempts,"
        " outcome) values (%s, '75', 'silent', false, %s, %s, %s, 0, '')",
        (office.case("Karim", KARIM), office.now, office.now, task[1] - 9 * HOUR),
    )
    office.now += 2.5 * HOUR
    sheet = take_next_call(office.db, office.vault, "anne", office.now)
    assert (sheet.task_id, sheet.spoken) == (task[0], code)
    assert sheet.announced is not None
    assert check_call_code(office.db, code, office.now).announced_from is None
    assert release_task(office.db, sheet.task_id, "anne", office.now)
    again = take_next_call(office.db, office.vault, "brice", office.now)
    assert (again.task_id, again.spoken) == (task[0], code)
    record_outcome(office.db, office.vault, task[0], "brice", office.now, "filtered")
    assert outcomes(office) == ["kept"]
    assert (count := count_announcements(office.db, office.now)).made == 1, count


def test_a_window_that_is_missed_shows_and_is_followed_by_one_more_announcement_at_most(office):
    """The agents do not come: the second window is of the next day, and after it nothing is promised any more."""
    announce(office)
    office.now = office.one("select ends_at from tracing_callannouncement")
    office.db.execute("delete from tracing_shift")
    assert announce(office) == {"announced": 0, "missed": 1, "void": 0}
    assert count_announcements(office.db, office.now).missed == 1
    for told in (1, 0):
        office.now = datetime.combine(office.now.date() + timedelta(days=1), NOON.time(), tzinfo=UTC)
        add_shift(office.db, 1, office.now + 2 * HOUR, office.now + 3 * HOUR)
        assert announce(office)["announced"] == told
    assert outcomes(office) == ["missed", "missed"]


@pytest.mark.parametrize("why", ["landline", "stopped", "reason", "somebody_else"])
def test_nobody_is_told_who_may_not_be(office, why):
    if why == "landline":
        office.db.execute("update tracing_phone set kind = 'landline'")
    elif why == "reason":
        office.db.execute("update tracing_calltask set reason = 'minor'")
    else:
        office.write_replies(LEA, "STOP" if why == "stopped" else "NON")
        office.db.execute("update tracing_calltask set reason = 'silent', done_at = null")
    announce(office)
    assert office.one("select count(*) from tracing_message where template = 'common.call_announced'") == 0
    assert outcomes(office) in ([], ["not_told"])
    assert announce(office)["announced"] == 0


def test_a_contact_whom_nobody_has_told_yet_is_neither_announced_to_nor_kept_waiting_for_a_window(office):
    """The case has yet to confirm whom they named: a conversation with them has not begun."""
    office.db.execute("update tracing_calltask set reason = 'unconfirmed'")
    ready = office.one("select not_before from tracing_calltask")
    assert announce(office)["announced"] == 0
    assert outcomes(office) == []
    assert office.one("select not_before from tracing_calltask") == ready


def test_a_call_that_an_agent_has_is_not_announced(office, people: People):
    assert take_next_call(office.db, office.vault, "anne", office.now)
    assert announce(office)["announced"] == 0


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("name", ["screening", "screening_announced"])
def test_what_is_said_to_a_telephone_that_screens_calls_passes_the_guard(name: str, lang: str) -> None:
    """As an SMS to a contact would, but for the code, which nobody says aloud; it names nobody and nothing of health."""
    said = translate("call", name, lang).format(code="402 817")
    spoken = said[said.index("« " if lang == "fr" else "“") + 1 :].strip(" »”")
    view = view_as_of(load_charter("assurance_maladie"), date(2021, 3, 4))
    draft = MessageDraft(
        id="call", sender="38663", flow="contact", text=f"{spoken} Réf. K7QF-2M9D", lang=lang
    )
    assert guard_draft(draft, view).reasons == ()
    ill = MessageDraft(
        id="call", sender="38663", flow="contact", text=f"{spoken} Test positif. Réf. K7QF-2M9D", lang=lang
    )
    assert guard_draft(ill, view).result == "block"


def test_the_sheet_says_it_to_whoever_rings(people: People) -> None:
    people.task(case=people.case("Mamie", HOME))
    sheet = take_next_call(people.db, people.vault, "anne", NOON)
    assert sheet is not None
    assert say_to_screening(sheet, "en") == translate("call", "screening", "en")
    assert sheet.name not in say_to_screening(sheet, "fr")
