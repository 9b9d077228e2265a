"""A supervisor sees the load, asks what if, plans shifts and lends calls; nobody sees what is not theirs."""

from datetime import timedelta
from html import unescape
from zoneinfo import ZoneInfo

import psycopg
import pytest

from tests.tracing.calls.people import KARIM, LEA, NADIA, People
from tests.web.inside import signed_in
from tocsin.metrics.forecast import territory_forecasts
from tocsin.tracing.calls import task_queue
from tocsin.tracing.supervision import loans, shifts
from tocsin.web.supervision.what_if_page import FIELDS

HERE = ZoneInfo("Europe/Paris")

HOUR = timedelta(hours=1)
ENTRIES = "select action, why, territory from staff_entry where subject = %s and subject_id = %s order by id"


def text(response):
    """A page without its signs."""
    assert response.status_code in (200, 422), response.content.decode()[:400]
    return " ".join(unescape(response.content.decode()).replace("\u00a0", " ").split())


def typed(at):
    return at.astimezone(HERE).strftime("%Y-%m-%dT%H:%M")


@pytest.fixture
def brittany(people: People):
    """Two people to ring in Rennes, one late; one in Quimper; one in Paris."""
    tasks = {}
    for number, name, territory, hours in (
        (LEA, "Léa", "35", -1), (KARIM, "Karim", "35", 3), (NADIA, "Nadia", "29", 9),
        ("+33639981204", "Zoé", "75", 2),
    ):  # fmt: skip
        case = people.case(name, number, territory=territory, at=people.now + (hours - 24) * HOUR)
        tasks[name] = people.task(
            case=case, territory=territory, due=people.now + hours * HOUR, since=people.now - 2 * HOUR
        )
    return tasks


# ---------------------------------------- the load


def test_the_load_of_the_own_territory_and_of_no_other(lead, brittany):
    page = text(lead.get("/encadrement"))
    assert "Ille-et-Vilaine (35)" in page
    assert "Finistère (29)" in page
    assert "Paris" not in page
    assert "<dd>3</dd><dt>à appeler</dt>" in page
    assert '<div class="bad"><dd>1</dd><dt>en retard</dt>' in page
    assert "Léa" not in page


def test_one_departement_of_it(lead, brittany):
    page = text(lead.get("/en/lead?territoire=29"))
    assert "<dd>1</dd><dt>to be rung</dt>" in page
    assert "Ille-et-Vilaine (35)" not in page.split("<tbody>")[1]
    assert lead.get("/encadrement?territoire=75").status_code == 403
    assert lead.get("/encadrement?territoire=XX").status_code == 403


def test_agents_by_name_with_what_they_did(inside, lead, brittany, people):
    signed_in(inside, "agent", "35", login="malo.kerdoncuff", name="Malo Kerdoncuff")
    people.db.execute(
        "insert into tracing_attempt (task_id, agent, at, seconds, outcome, collected_on)"
        " values (%s, 'malo.kerdoncuff', %s, 240, 'reached', %s)",
        (brittany["Léa"], people.now - HOUR / 2, people.day),
    )
    page = text(lead.get("/encadrement"))
    assert '<th scope="row">Malo Kerdoncuff</th><td>Ille-et-Vilaine (35)</td><td>–</td>' in page
    assert "4 min" in page


def test_what_will_come_is_shown_with_when_it_was_played(lead, brittany):
    assert "n'a pas encore été calculée" in text(lead.get("/encadrement"))
    back = lead.post("/encadrement/prevoir", {"territoire": "35"})
    assert back.headers["Location"] == "/encadrement?territoire=35"
    page = text(lead.get("/encadrement?territoire=35"))
    assert "Ne seront pas joints à temps : <strong>1</strong>" in page  # nobody is on shift
    assert "Déjà en retard : 1." in page
    assert "<svg" in page
    assert "style=" not in page
    both = text(lead.get("/encadrement"))
    assert "Ne seront pas joints à temps : <strong>2</strong>" in both


def test_an_old_forecast_says_so(lead, brittany, people):
    territory_forecasts.renew_forecasts(people.db, people.now - 2 * HOUR)
    assert "C'est vieux" in text(lead.get("/encadrement"))


# ---------------------------------------- what if


def test_ten_more_agents_are_compared_with_none(lead, brittany, people):
    territory_forecasts.renew_forecasts(people.db, people.now)
    page = text(lead.get("/encadrement/et-si"))
    assert 'href="?agents=10"' in page
    assert "Ce que cela changerait" not in page
    page = text(lead.get("/encadrement/et-si?agents=10&sms=2"))
    assert "Ce que cela changerait" in page
    assert "Pas joints à temps" in page


def test_only_what_changes_is_sent_to_a_page_that_is_open(lead, brittany, people):
    territory_forecasts.renew_forecasts(people.db, people.now)
    part = lead.get("/en/lead/what-if?agents=10&territoire=35", HTTP_HX_REQUEST="true")
    assert "<html" not in part.content.decode()
    assert "What it would change" in text(part)


@pytest.mark.parametrize("query", ["agents=beaucoup", "sms=13", "pace=0", "calls=nan", "rate=1e9"])
def test_what_is_no_number_is_told_and_not_played(lead, brittany, people, query):
    territory_forecasts.renew_forecasts(people.db, people.now)
    answer = lead.get(f"/encadrement/et-si?{query}")
    assert answer.status_code == 422
    page = text(answer)
    assert "À corriger" in page
    assert "Ce que cela changerait" not in page
    assert query.partition("=")[0] in [one.name for one in FIELDS]


# ---------------------------------------- shifts


def test_a_shift_is_planned_and_ended(lead, people):
    begin = people.now.replace(second=0, microsecond=0)
    form = {
        "agents": "12",
        "where": "35",
        "start": typed(begin),
        "end": typed(begin + 6 * HOUR),
        "pace": "3,5",
    }
    assert lead.post("/encadrement/horaires", form).headers["Location"] == "/encadrement/horaires?fait=add"
    (one,) = shifts.list_shifts(people.db, people.now)
    assert (one.agents, one.territory, one.calls_an_hour) == (12, "35", 3.5)
    assert one.starts_at == begin
    page = text(lead.get("/encadrement/horaires?fait=add"))
    assert "Agents en ce moment : 12" in page
    assert "L'horaire est prévu" in page
    assert lead.post(f"/encadrement/horaires/{one.id}/fin").status_code == 302
    assert shifts.list_shifts(people.db, people.now + HOUR) == []
    assert lead.post(f"/encadrement/horaires/{one.id}/fin").status_code in (403, 404)
    logged = people.rows(ENTRIES, "shift", one.id)
    assert logged == [("lead.shifts", "planned: 12 agents", "35"), ("lead.shifts", "ended", "35")]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"agents": "0"}, "Nombre d'agents"),
        ({"agents": "2.5"}, "Nombre d'agents"),
        ({"start": "demain"}, "Début"),
        ({"end": "2021-01-01T00:00"}, "Fin"),
        ({"pace": "vite"}, "Appels par heure"),
    ],
)
def test_a_shift_that_cannot_be_is_told_and_what_was_typed_stays(lead, people, changes, said):
    form = {"agents": "12", "where": "35", "pace": "3", "start": typed(people.now)}
    answer = lead.post("/encadrement/horaires", form | {"end": typed(people.now + 6 * HOUR)} | changes)
    assert answer.status_code == 422
    page = text(answer)
    assert f"{said} :" in page
    assert f'value="{next(iter(changes.values()))}"' in page
    assert shifts.list_shifts(people.db, people.now) == []


def test_a_shift_of_elsewhere_is_not_theirs(inside, lead, people):
    form = {"agents": "12", "start": typed(people.now), "end": typed(people.now + 6 * HOUR), "pace": "3"}
    for where in ("75", "", "XX"):
        assert lead.post("/encadrement/horaires", form | {"where": where}).status_code == 403
    one = shifts.add_shift(people.db, 5, people.now, people.now + HOUR, territory="75")
    whole = shifts.add_shift(people.db, 7, people.now, people.now + HOUR)
    page = text(lead.get("/encadrement/horaires"))
    assert "Paris (75)" not in page
    assert "France entière" in page  # it rings here too
    assert lead.post(f"/encadrement/horaires/{one.id}/fin").status_code == 403
    assert lead.post(f"/encadrement/horaires/{whole.id}/fin").status_code == 403
    nation = signed_in(inside, "supervisor", "")
    assert nation.post("/encadrement/horaires", form | {"where": ""}).status_code == 302
    assert nation.post(f"/en/lead/shifts/{whole.id}/end").status_code == 302


# ---------------------------------------- loans


def lend(client, people, **changes):
    form = {"lender": "35", "borrower": "29", "tasks": "", "end": typed(people.now + 4 * HOUR)}
    return client.post("/encadrement/prets", form | changes)


def test_calls_are_lent_and_the_other_team_rings_there_at_once(inside, lead, brittany, people):
    agent = signed_in(inside, "agent", "29", login="anne.29")
    assert "Ille-et-Vilaine" not in text(agent.get("/service"))
    assert lend(lead, people).headers["Location"] == "/encadrement/prets?fait=add"
    assert "Ille-et-Vilaine" in text(agent.get("/service"))
    (loan,) = loans.list_current_loans(people.db, people.now + HOUR)
    page = text(lead.get("/encadrement/prets?fait=add"))
    assert "Sophie Le Gall" in page
    assert lead.post(f"/encadrement/prets/{loan.id}/fin").status_code == 302
    assert "Ille-et-Vilaine" not in text(agent.get("/service"))
    why = [why for _, why, _ in people.rows(ENTRIES, "loan", loan.id)]
    assert why == ["lent to 29: all", "taken back from 29"]


def test_a_number_of_calls_is_lent(lead, brittany, people):
    assert lend(lead, people, tasks="1").headers["Location"] == "/encadrement/prets?fait=add&n=1"
    assert "Appels passés à l'autre département : 1." in text(lead.get("/encadrement/prets?fait=add&n=1"))
    tasks = people.rows("select territory from tracing_calltask where id = %s", brittany["Léa"])
    assert tasks == [("29",)]
    (loan,) = loans.list_current_loans(people.db, people.now + HOUR)
    lead.post(f"/en/lead/loans/{loan.id}/end")
    assert people.one("select territory from tracing_calltask where id = %s", brittany["Léa"]) == "35"


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"borrower": "35"}, 422),
        ({"tasks": "0"}, 422),
        ({"end": "hier"}, 422),
        ({"lender": "75"}, 403),
        ({"borrower": "75"}, 403),
        ({"lender": ""}, 403),
        ({"lender": "R53"}, 403),
    ],
)
def test_a_loan_that_cannot_be_is_not_made(lead, brittany, people, changes, status):
    assert lend(lead, people, **changes).status_code == status
    assert loans.list_current_loans(people.db, people.now + HOUR) == []


def test_whose_calls_are_lent_is_taken_back_by_them_alone(inside, lead, brittany, people):
    loan = loans.add_loan(people.db, "75", "35", people.now + 2 * HOUR, people.now, by="x")
    assert "Paris (75)" in text(lead.get("/encadrement/prets"))
    assert lead.post(f"/encadrement/prets/{loan.id}/fin").status_code == 403


# ---------------------------------------- nobody else


@pytest.mark.parametrize("role", ["agent", "epidemiologist", "communication", "auditor"])
def test_the_pages_are_for_supervisors(inside, role):
    client = signed_in(inside, role, "")
    for where in (
        "",
        "/et-si",
        "/horaires",
        "/prets",
        "/quarantaine",
        "/quarantaine/rejouer",
        "/quarantaine/1",
    ):
        assert client.get(f"/encadrement{where}").status_code in (403, 404), where


def test_forms_of_other_sites_change_nothing(inside, people):
    client = signed_in(inside, "supervisor", "", csrf=True)
    assert lend(client, people).status_code == 403
    assert client.post("/encadrement/prevoir").status_code == 403
    assert task_queue.count_open_tasks(people.db, people.now) == (0, 0, 0, 0)


# ---------------------------------------- what a page costs

PAGES = {
    "/encadrement": 16, "/encadrement?territoire=35": 16, "/encadrement/et-si?agents=10": 8,
    "/encadrement/horaires": 8, "/encadrement/prets": 10, "/encadrement/quarantaine": 10,
}  # fmt: skip
"""Address -> how many statements at most, those of the door included."""


@pytest.mark.parametrize("where", PAGES)
def test_a_page_asks_the_store_the_same_few_times_however_much_there_is(
    lead, brittany, people, where, monkeypatch
):
    territory_forecasts.renew_forecasts(people.db, people.now)
    asked: list[str] = []
    really = psycopg.Cursor.execute

    def heard(cursor, statement, *parameters, **more):
        asked.append(str(statement))
        return really(cursor, statement, *parameters, **more)

    monkeypatch.setattr(psycopg.Cursor, "execute", heard)
    text(lead.get(where))
    assert 2 < len(asked) <= PAGES[where], asked
