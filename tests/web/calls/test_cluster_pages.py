"""The picture of who infected whom, and places where people met."""

import re
from datetime import date

import pytest

from tests.tracing.calls.people import KARIM, LEA, NADIA, NOON, People
from tests.web.calls.calling import text_of
from tests.web.calls.office import Office
from tocsin.tracing.cases.clusters import join_places
from tocsin.tracing.cases.transmission_chain import TransmissionLink
from tocsin.tracing.people.gatherings import record_attendance
from tocsin.web.calls.chain_diagram import COLUMNS, GENERATIONS, HIGH, MOST, WIDE, draw_chain, draw_cluster

# ---- the picture


def test_the_picture_shows_each_case_once_and_every_link_goes_to_the_right() -> None:
    up = [TransmissionLink(1, 10, 5, 1), TransmissionLink(2, 11, 5, 1), TransmissionLink(3, 12, 1, 2)]
    down = [
        TransmissionLink(5, 13, 7, 1),
        TransmissionLink(5, 14, 8, 1),
        TransmissionLink(7, 15, 9, 2),
        TransmissionLink(8, 16, 9, 2),
    ]
    drawn = draw_chain(5, up, down)
    assert sorted(box.case for box in drawn.boxes) == [1, 2, 3, 5, 7, 8, 9]
    assert [box.case for box in drawn.boxes if box.mine] == [5]
    assert len(drawn.lines) == 7
    assert drawn.left_out == 0
    places = {(box.x, box.y) for box in drawn.boxes}
    assert len(places) == 7, "no box covers another"


def test_a_large_chain_is_cut_to_what_can_be_seen_and_says_so() -> None:
    down = [TransmissionLink(1, n, n, 1) for n in range(2, 60)] + [
        TransmissionLink(n, n, n + 1, n - 58) for n in range(60, 70)
    ]
    drawn = draw_chain(1, [], down)
    columns = {box.x for box in drawn.boxes}
    assert len(columns) <= GENERATIONS + 1
    assert max(sum(box.x == x for box in drawn.boxes) for x in columns) <= MOST
    assert drawn.left_out == len({link.case for link in down}) + 1 - len(drawn.boxes)


def test_a_ring_is_drawn_without_an_end() -> None:
    """Two who named each other stand one behind the other, with a line each way; before, with none."""
    ring = [TransmissionLink(2, 1, 1, 1)], [TransmissionLink(1, 2, 2, 1)]
    for drawn in (
        draw_chain(1, *ring),
        draw_cluster([1, 9], [*ring[0], *ring[1], TransmissionLink(9, 3, 1, 1)]),
    ):
        one, two = (next(box for box in drawn.boxes if box.case == case) for case in (1, 2))
        assert one.x != two.x
        starts = {int(re.match(r"M(\d+)", line)[1]) for line in drawn.lines}  # type: ignore[index]
        assert {one.x, one.x + WIDE} & starts
        assert {two.x, two.x + WIDE} & starts


def test_a_line_that_passes_a_column_runs_beside_its_boxes() -> None:
    links = [TransmissionLink(1, 1, 2, 1), TransmissionLink(2, 2, 3, 1), TransmissionLink(1, 3, 3, 1)]
    drawn = draw_cluster([1, 2, 3], links)
    (between,) = [box for box in drawn.boxes if box.case == 2]
    (long,) = [line for line in drawn.lines if "H" in line]
    y = int(re.search(r" (\d+)H", long)[1])  # type: ignore[index]
    assert not between.y <= y <= between.y + HIGH, "not through the case between"


def test_two_of_one_generation_who_named_each_other_are_joined_too() -> None:
    down = [TransmissionLink(1, 1, 2, 1), TransmissionLink(1, 2, 3, 1), TransmissionLink(2, 3, 3, 2)]
    assert len(draw_chain(1, [], down).lines) == 3


DAY = date(2021, 2, 27)


def tell(people: People, case: int, words: str) -> int:
    """A case tells where it was; the gathering."""
    return record_attendance(people.db, people.vault, case, words, DAY, "anne", NOON)


@pytest.fixture
def wedding(people: People) -> tuple[int, int]:
    """One wedding told in two ways by two cases of Paris, the first of whom named the second."""
    lea, karim = people.case("Léa", LEA), people.case("Karim", KARIM)
    contact = people.contact(lea, "Karim", KARIM)
    people.db.execute("update tracing_contact set became_case_id = %s where id = %s", (karim, contact))
    return tell(people, lea, "Mariage au château de Bonnefontaine"), tell(
        people, karim, "mariage chateau Bonnefontaine"
    )


def test_a_place_in_two_spellings_is_one_with_a_supervisor_s_yes_and_two_again(
    office: Office, people: People, clients, wedding
) -> None:
    one, other = wedding
    client = clients["supervisor"]
    assert "Est-ce le même lieu ?" in text_of(client.get("/poste/lieux"))
    assert "Est-ce le même lieu" not in text_of(clients["agent"].get("/poste/lieux")), (
        "an agent joins nothing"
    )
    yes = {"proposed": [one, other], "chosen": [one, other], "same": "yes"}
    assert clients["agent"].post("/poste/lieux/variante", yes).status_code == 403
    assert clients["rennes"].post("/poste/lieux/variante", yes).status_code == 403
    few = client.post("/poste/lieux/variante", yes | {"chosen": [one]})
    assert "Cochez au moins deux récits" in text_of(client.get(few["Location"]))
    done = client.post("/poste/lieux/variante", yes)
    assert done["Location"] == f"/poste/lieux/{one}?why=mistake&done=joined"
    page = text_of(client.get(done["Location"]))
    assert "C'est un seul lieu maintenant".lower() in page.lower()
    assert "Cas qui étaient là : 2" in page
    assert office.logged("desk.correct")[-1] == ("desk.correct", "gathering", other, "join place")
    assert client.post("/poste/lieux/variante", yes).status_code == 422, "one already"
    correction = people.one("select max(id) from tracing_correction")
    assert clients["agent"].post(f"/poste/lieux/{one}/defaire/{correction}").status_code == 403
    undone = client.post(f"/poste/lieux/{one}/defaire/{correction}")
    assert "Défait : tout est comme avant." in text_of(client.get(undone["Location"]))
    client.post("/poste/lieux/variante", yes | {"same": "no"})
    assert "Est-ce le même lieu" not in text_of(client.get("/poste/lieux"))


def test_a_place_has_a_name_and_a_picture_whose_cases_open_their_files(
    office: Office, people: People, clients, wedding
) -> None:
    one, _ = wedding
    lea, karim = (row[0] for row in people.rows("select id from tracing_case order by id"))
    client = clients["supervisor"]
    assert "Pourquoi ouvrez-vous" in text_of(client.get(f"/poste/lieux/{one}"))
    client.post(f"/poste/lieux/{one}/nom", {"name": "Mariage du 27 février"})
    page = client.get(f"/poste/lieux/{one}?why=chain").content.decode()
    assert "<h1>Mariage du 27 février</h1>" in page
    drawn = page[page.index("<svg class") : page.index("</svg>")]
    assert re.findall(r'<a href="([^"]+)">', drawn) == [
        f"/poste/cas/{case}?why=chain" for case in (lea, karim)
    ]
    assert drawn.count('class="link"') == 1
    assert office.logged("desk.file")[-1] == ("desk.file", "gathering", one, "place: chain")
    assert "Mariage du 27 février" in text_of(client.get(f"/poste/cas/{lea}?why=chain"))
    refused = client.post(f"/poste/lieux/{one}/nom", {"name": " ! "})
    assert (refused.status_code, "Un nom a au moins une lettre" in text_of(refused)) == (422, True)


def test_of_a_cluster_over_two_départements_each_sees_its_own_part(
    office: Office, people: People, clients, wedding
) -> None:
    one, _ = wedding
    nadia = people.case("Nadia", NADIA, territory="35")
    rennes = tell(people, nadia, "Noces de Bonnefontaine, Antrain")
    assert clients["rennes"].get(f"/poste/lieux/{one}?why=chain").status_code == 403
    join_places(people.db, people.vault, [one, rennes], "eva", NOON)
    page = text_of(clients["rennes"].get(f"/poste/lieux/{one}?why=chain"))
    assert "Noces de Bonnefontaine, Antrain" in page
    assert "Mariage au château" not in page
    assert "Paris (75), que vous ne voyez pas. Récits : 1, cas : 1" in page
    assert f"cas {nadia}" in page.lower()
    correction = people.one("select max(id) from tracing_correction")
    for address in (f"/poste/lieux/{one}/defaire/{correction}", "/poste/lieux/variante"):
        answer = clients["rennes"].post(address, {"chosen": [rennes, one], "same": "yes"})
        assert answer.status_code == 403, "who moves it must see all of it"


def test_the_picture_of_a_large_cluster_is_bounded() -> None:
    cases = list(range(1, 500))
    links = [TransmissionLink(case, case, case + 1, 1) for case in range(1, 40)]
    ring = [TransmissionLink(700, 1, 701, 1), TransmissionLink(701, 2, 700, 1)]
    drawn = draw_cluster(cases, [*links, *ring], {3})
    assert len(drawn.boxes) <= COLUMNS * MOST
    assert len(drawn.boxes) + drawn.left_out == 501
    assert [box.case for box in drawn.boxes if box.opens] == [3]
