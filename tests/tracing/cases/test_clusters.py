"""Clusters: one place in two spellings and two départements, joined with a human's yes, named, and taken apart again."""

from datetime import date, timedelta

import pytest

from tests.tracing.calls.people import KARIM, LEA, NADIA, NOON, People
from tocsin.privacy.purge import ErasureScope, erase_rows
from tocsin.tracing.cases import clusters
from tocsin.tracing.cases.clusters import NameMissing, SamePlace
from tocsin.tracing.cases.corrections import CorrectionAlreadyUndone, NoSuchCaseRecord
from tocsin.tracing.cases.gathering_view import NoSuchGathering
from tocsin.tracing.cases.place_variants import PlaceWords, find_variants
from tocsin.tracing.people.gatherings import record_attendance

DAY = date(2021, 2, 27)


class Wedding:
    """One wedding, told by a case of Paris and one of Rennes, each in their own words."""

    def __init__(self, people: People) -> None:
        self.people = people
        self.db, self.vault = people.db, people.vault
        self.lea, self.karim = people.case("Léa", LEA), people.case("Karim", KARIM, territory="35")
        self.paris = self.tell(self.lea, "Mariage au château de Bonnefontaine")
        self.rennes = self.tell(self.karim, "mariage chateau Bonnefontaine")

    def tell(self, case: int, words: str, day: date = DAY) -> int:
        """A case tells where it was; the gathering."""
        return record_attendance(self.db, self.vault, case, words, day, "anne", NOON)

    def propose(self, territories: tuple[str, ...] | None = None) -> list[tuple[int, ...]]:
        """What is proposed to somebody."""
        found = clusters.propose_variants(self.db, self.vault, territories, NOON)
        return [tuple(one.id for one in each.gatherings) for each in found]

    def join(self) -> int:
        """A human says yes."""
        return clusters.join_places(self.db, self.vault, [self.paris, self.rennes], "eva", NOON)

    def read(self, territories: tuple[str, ...] | None = None) -> clusters.ClusterRecord:
        """The place, as somebody sees it."""
        return clusters.read_cluster(self.db, self.vault, self.paris, territories)


@pytest.fixture
def wedding(people: People) -> Wedding:
    return Wedding(people)


def test_a_spelling_variant_is_proposed_and_joined_by_a_human_only(wedding: Wedding) -> None:
    assert wedding.propose() == [(wedding.paris, wedding.rennes)]
    assert len(wedding.read().gatherings) == 1, "proposed, and nothing done"
    cluster = wedding.join()
    found = wedding.read()
    assert [(one.id, one.territory, one.cases) for one in found.gatherings] == [
        (wedding.paris, "75", 1), (wedding.rennes, "35", 1),
    ]  # fmt: skip
    assert (found.id, found.name, found.title) == (cluster, "", "Mariage au château de Bonnefontaine")
    assert wedding.propose() == [], "one place already"
    assert wedding.people.changes("place", wedding.rennes) == [f"cluster {cluster} variant eva"]
    with pytest.raises(SamePlace):
        wedding.join()


def test_a_yes_is_undone_and_written_down(wedding: Wedding) -> None:
    wedding.join()
    (made,) = wedding.read().corrections
    done = clusters.undo_join(wedding.db, made.id, "eva", NOON)
    assert (done.undone_by, done.kind) == ("eva", "same_place")
    assert [one.id for one in wedding.read().gatherings] == [wedding.paris]
    assert wedding.people.changes("place", wedding.paris)[-1] == "cluster undone eva"
    assert wedding.propose() == [(wedding.paris, wedding.rennes)]
    with pytest.raises(CorrectionAlreadyUndone):
        clusters.undo_join(wedding.db, made.id, "eva", NOON)
    with pytest.raises(NoSuchCaseRecord):
        clusters.undo_join(wedding.db, made.id + 1, "eva", NOON)


def test_a_no_is_remembered(wedding: Wedding) -> None:
    clusters.keep_places_apart(wedding.db, [wedding.rennes, wedding.paris], "eva", NOON)
    assert wedding.propose() == []
    nadia = wedding.people.case("Nadia", NADIA)
    third = wedding.tell(nadia, "Mariage château Bonnefontaine", DAY + timedelta(days=1))
    assert {third} <= {one for pair in wedding.propose() for one in pair}, "of another, nobody has said it"


def test_whoever_sees_one_département_is_shown_no_words_of_another(wedding: Wedding) -> None:
    assert wedding.propose(("35",)) == []
    cluster = wedding.join()
    found = wedding.read(("35",))
    seen = {one.id: one for one in found.gatherings}
    assert (seen[wedding.paris].words, seen[wedding.paris].on_day, seen[wedding.paris].cases) == ("", None, 1)
    assert found.title == "mariage chateau Bonnefontaine"
    (listed,) = clusters.list_clusters(wedding.db, wedding.vault, ("35",), NOON)
    assert (listed.cluster, listed.cases, listed.gatherings, listed.elsewhere) == (cluster, 1, 1, 1)
    assert listed.name == "mariage chateau Bonnefontaine"
    with pytest.raises(NoSuchGathering):
        wedding.read(("13",))
    assert clusters.list_clusters(wedding.db, wedding.vault, ("13",), NOON) == []


def test_a_cluster_bears_the_name_that_it_was_given(wedding: Wedding) -> None:
    cluster = wedding.join()
    assert (
        clusters.name_cluster(wedding.db, wedding.vault, wedding.rennes, " Mariage  du 27 ", "eva", NOON)
        == cluster
    )
    assert wedding.read().name == wedding.read(("35",)).title == "Mariage du 27"
    (listed,) = clusters.list_clusters(wedding.db, wedding.vault, None, NOON)
    assert (listed.name, listed.cases, listed.territories) == ("Mariage du 27", 2, ("35", "75"))
    (place,) = clusters.list_case_places(wedding.db, wedding.vault, wedding.karim)
    assert (place.id, place.words) == (wedding.rennes, "Mariage du 27")
    with pytest.raises(NameMissing):
        clusters.name_cluster(wedding.db, wedding.vault, wedding.rennes, " ! ", "eva", NOON)
    alone = wedding.tell(wedding.lea, "Loto, salle des fêtes")
    assert clusters.name_cluster(wedding.db, wedding.vault, alone, "Loto", "eva", NOON) != cluster


def test_two_clusters_become_one_and_are_two_again(wedding: Wedding) -> None:
    nadia = wedding.people.case("Nadia", NADIA)
    third = wedding.tell(nadia, "Noces à Bonnefontaine")
    one = wedding.join()
    other = clusters.name_cluster(wedding.db, wedding.vault, third, "Noces", "eva", NOON)
    assert clusters.join_places(wedding.db, wedding.vault, [third, wedding.paris], "eva", NOON) in (
        one,
        other,
    )
    assert len(wedding.read().gatherings) == 3
    clusters.undo_join(wedding.db, wedding.read().corrections[0].id, "eva", NOON)
    assert (wedding.read().id, len(wedding.read().gatherings)) == (one, 2)


def test_cases_of_a_cluster_and_those_they_led_to_are_linked(wedding: Wedding) -> None:
    contact = wedding.people.contact(wedding.lea, "Karim", KARIM)
    wedding.db.execute(
        "update tracing_contact set became_case_id = %s where id = %s", (wedding.karim, contact)
    )
    (link,) = clusters.find_cluster_links(wedding.db, [wedding.karim])
    assert (link.source, link.contact, link.case) == (wedding.lea, contact, wedding.karim)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Café de la Paix", "cafe de la pais"),
        ("collège Jules Ferry", "college jule ferri"),
        ("Boîte de nuit Le Macumba", "Macumba boite de nuit"),
        ("Hypermarché Leclerc Cleunay", "leclerc cleunay"),
    ],
)
def test_variants_of_one_name_are_alike(one: str, other: str) -> None:
    places = [PlaceWords(1, one, DAY, -1), PlaceWords(2, other, DAY + timedelta(days=7), -2)]
    assert [each.gatherings for each in find_variants(places)] == [(1, 2)]
    assert find_variants([places[0], PlaceWords(2, other, DAY + timedelta(days=8), -2)]) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Salle 2 du gymnase", "Salle 3 du gymnase"),
        ("collège Jules Ferry", "collège Jules Verne"),
        ("Café de la Poste", "Café de la Place"),
        ("salle des fêtes de Bruz", "salle des fêtes de Vern"),
        ("restaurant", "restaurant"),
    ],
)
def test_near_misses_are_not(one: str, other: str) -> None:
    assert find_variants([PlaceWords(1, one, DAY, -1), PlaceWords(2, other, DAY, -2)]) == []


def test_like_names_are_one_proposal_and_a_generic_one_is_none_over_départements() -> None:
    told = ["Kermesse Sainte-Anne", "kermesse ste anne", "Kermesse de Sainte Anne", "kermesse Saint Anne"]
    places = [PlaceWords(n, words, DAY, -n, f"3{n}") for n, words in enumerate(told, 1)]
    (found,) = find_variants(places)
    assert found.gatherings == (1, 2, 3, 4)
    assert len(find_variants(places, [(1, 2), (1, 3), (1, 4)])[0].gatherings) == 3
    club = [PlaceWords(n, "repas du club", DAY, -n, territory) for n, territory in ((1, "35"), (2, "22"))]
    assert find_variants(club) == []
    leaving = [
        PlaceWords(n, "pot de départ au bureau", DAY, -n, place) for n, place in ((1, "33"), (2, "67"))
    ]
    assert find_variants(leaving) == []
    assert len(find_variants([club[0], PlaceWords(2, "le repas du club", DAY, -2, "35")])) == 1


def test_a_word_that_everybody_says_finds_nothing_and_costs_nothing() -> None:
    many = [PlaceWords(n, f"mariage lieu{n} ville{n}", DAY, -n) for n in range(1, 3_000)]
    assert find_variants(many) == []


def test_the_name_of_a_cluster_is_erased_as_what_was_told_is(wedding: Wedding) -> None:
    wedding.join()
    clusters.name_cluster(wedding.db, wedding.vault, wedding.paris, "Mariage du 27", "eva", NOON)
    scope = ErasureScope(up_to=NOON.date(), now=NOON + timedelta(days=92), by="test")
    counts = erase_rows(wedding.db, wedding.vault, scope)
    assert counts["gatherings"] == 3, "two accounts and a name"
    assert wedding.people.rows("select sealed, erased_at is not null from tracing_cluster") == [(None, True)]
    assert wedding.read().title == ""
