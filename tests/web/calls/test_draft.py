"""What an agent types of a call is never lost, whatever happens to the page, the line or the session."""

from datetime import timedelta

from tests.tracing.calls.people import LEA, NADIA, NOON, People
from tests.web.calls.calling import noted, taken, text_of
from tests.web.calls.office import Office, at_noon
from tests.web.calls.test_call_page import fields_of, lines_of
from tocsin.tracing.calls import model

TYPED = {
    **fields_of([("Tom", "06 39 98 12"), ("Ida", "0639981203")]), "home-1": "on", "day-1": "2021-03-02",
    "entry": "Karim", "note": "préfère  le soir", "gathering": "mariage", "help": "yes",
    "speaks": "en", "when": "demain",
}  # fmt: skip


def kept(people: People) -> int:
    """How many drafts there are."""
    found: int = people.one("select count(*) from tracing_calldraft")
    return found


def test_a_page_that_is_loaded_again_comes_back_as_it_was_typed(office: Office, people: People) -> None:
    people.task(case=people.case("Léa", LEA))
    client = office.agent()
    address = taken(client)
    assert client.post(f"{address}/garder", TYPED).status_code == 204
    page = client.get(address)
    body = page.content.decode()
    assert lines_of(page) == [("Tom", "06 39 98 12"), ("Ida", "0639981203")]
    for said in (
        'name="home-1" checked', '<option value="2021-03-02" selected>', 'value="Karim"',
        'value="mariage"',
        'value="préfère  le soir"', 'name="help" value="yes" checked',
        'value="en" selected', 'value="demain"',
    ):  # fmt: skip
        assert said in body, said
    assert "Repris tel que vous l'aviez tapé (jeudi 4 mars 12:00)" in text_of(page)


def test_what_is_kept_is_under_seal_and_goes_with_the_outcome(office: Office, people: People) -> None:
    people.task(case=people.case("Léa", LEA))
    client = office.agent()
    address = taken(client)
    client.post(f"{address}/garder", TYPED)
    stored = people.rows("select sealed, collected_on from tracing_calldraft")
    assert b"Tom" not in bytes(stored[0][0])
    noted(client, address, "voicemail")
    assert kept(people) == 0


def test_what_cannot_be_written_down_yet_is_kept_too(office: Office, people: People) -> None:
    people.task(case=people.case("Léa", LEA))
    client = office.agent()
    address = taken(client)
    assert noted(client, address, "reached", **TYPED).status_code == 422
    assert lines_of(client.get(address)) == [("Tom", "06 39 98 12"), ("Ida", "0639981203")]


def test_whoever_has_the_call_next_finds_what_was_typed_and_by_whom(office: Office, people: People) -> None:
    people.task(case=people.case("Léa", LEA))
    client, other = office.client("agent", "75", login="anne.coupe"), office.agent(1)
    address = taken(client)
    client.post(f"{address}/garder", TYPED)
    with at_noon(office, NOON + timedelta(minutes=1) + model.DESK_LEASE):
        assert taken(other) == address
        page = other.get(address)
        assert "Repris de ce que anne.coupe avait tapé sans terminer l'appel" in text_of(page)
        assert lines_of(page)[1] == ("Ida", "0639981203")
        assert client.post(f"{address}/garder", {"note": "trop tard"}).status_code == 409, (
            "it is another's now"
        )
        assert 'value="préfère  le soir"' in other.get(address).content.decode()


def test_a_call_that_went_back_and_that_nobody_took_is_theirs_again_with_what_they_typed(
    office: Office, people: People
) -> None:
    people.task(case=people.case("Léa", LEA))
    client = office.agent()
    address = taken(client)
    with at_noon(office, NOON + timedelta(minutes=9)):
        office.db.execute(
            "update tracing_calltask set leased_by = null, leased_until = null"
        )  # as the sweep does
        assert client.get(address).status_code == 409
        assert client.post(f"{address}/garder", TYPED).status_code == 204
        assert lines_of(client.get(address))[0] == ("Tom", "06 39 98 12")


def test_nobody_takes_a_call_that_they_never_had_or_may_not_make(office: Office, people: People) -> None:
    task = people.task(case=people.case("Léa", LEA))
    for client in (office.agent(), office.once("rennes", lambda: office.client("agent", "35"))):
        assert client.post(f"/poste/appel/{task}/garder", TYPED).status_code == 409
    assert people.one("select leased_by from tracing_calltask") is None
    assert kept(people) == 0


def test_nobody_has_two_calls_because_of_an_old_page(office: Office, people: People) -> None:
    for name, number in (("Léa", LEA), ("Nadia", NADIA)):
        people.task(case=people.case(name, number))
    client = office.agent()
    first = taken(client)
    client.post(f"{first}/rendre")
    later = "update tracing_calltask set not_before = %s where id = %s"
    office.db.execute(later, (NOON + timedelta(days=1), int(first.rpartition("/")[2])))
    assert taken(client) != first
    assert client.post(f"{first}/garder", TYPED).status_code == 409
    assert kept(people) == 0
