"""How many statements a page of the desk costs: few, and as many however much is in the store."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import psycopg
import pytest

from tests.tracing.calls.people import NOON, People
from tests.web.calls.office import Office
from tests.web.calls.scene import fill

MOST = {
    "start": 10, "next": 28, "call": 19, "still": 8, "number": 24, "people": 5, "outcome": 29, "search": 14,
    "file": 23, "contact": 17, "beside": 15, "part": 12,
}  # fmt: skip
"""Statements of each page, the session and the log included."""


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements that are sent meanwhile."""
    sent: list[str] = []
    execute = psycopg.Cursor.execute

    def counting(self, query, *arguments, **more):
        sent.append(str(query)[:60])
        return execute(self, query, *arguments, **more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(psycopg.Cursor, "execute", counting)
        yield sent


def cost(client, method: str, address: str, **form: str) -> tuple[int, str]:
    """What a page costs, and where it leads."""
    with counted() as sent:
        answer = getattr(client, method)(address, form)
    assert answer.status_code in (200, 302), (address, answer.status_code)
    return len(sent), answer.headers.get("Location", "")


def shift(office: Office, people: People, case: int) -> dict[str, int]:
    """Every page once, with what it costs."""
    agent = office.agent()
    boss = office.once("boss", lambda: office.client("supervisor", "75"))
    agent.get("/poste")  # the connection of this thread, and the first second of the session
    contact = people.one("select min(id) from tracing_contact where case_id = %s", case)
    found = {"start": cost(agent, "get", "/poste")[0]}
    found["next"], call = cost(agent, "post", "/poste/suivant")
    found["call"], _ = cost(agent, "get", call)
    found["still"], _ = cost(agent, "post", f"{call}/encore")
    found["number"], _ = cost(agent, "post", f"{call}/numero")
    with counted() as sent:
        agent.post(f"{call}/personnes", {"entry": "Léa 0639981299"}, headers={"HX-Request": "true"})
    found["people"] = len(sent)
    found["outcome"], _ = cost(agent, "post", f"{call}/issue", outcome="voicemail", note="un mot")
    found["search"], _ = cost(agent, "post", "/poste/recherche", sought="Camille Perrin", why="rings")
    found["file"], _ = cost(agent, "get", f"/poste/cas/{case}?why=rings")
    found["contact"], _ = cost(agent, "get", f"/poste/contact/{contact}?why=rings")
    found["beside"], _ = cost(boss, "get", f"/poste/cas/{case}/reunir?with={case + 1}")
    found["part"], _ = cost(boss, "get", f"/poste/cas/{case}/separer")
    return found


def test_no_page_costs_more_for_more_people_messages_and_links(office: Office, people: People) -> None:
    case = fill(people)
    few = shift(office, people, case)
    assert {name: n for name, n in few.items() if n > MOST[name]} == {}
    for n in range(12):
        people.case("Camille", f"+33639982{n:03}", family=f"Perrin{'abcdefghijkl'[n]}")
        people.contact(case, f"Ami{'abcdefghijkl'[n]}", f"+33639983{n:03}")
        people.sms("encore", NOON - timedelta(hours=n), case=case)
        people.heard("oui", NOON - timedelta(hours=n), case=case)
        people.task(case=people.case("Autre", f"+33639984{n:03}", family=f"Un{'abcdefghijkl'[n]}"))
    office.db.execute(
        "update tracing_calltask set leased_by = null, leased_until = null, not_before = %s", (NOON,)
    )
    many = shift(office, people, case)
    assert {name: (few[name], many[name]) for name in few if many[name] > few[name]} == {}
