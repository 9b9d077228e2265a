"""People listed in the thread: the heart of the guided SMS."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.conversation.reading import read_reply

LEA, KARIM, SOPHIE = "+33639981234", "+33639981235", "+33639981236"


def read(text):
    return read_reply("people", text, datetime.fromisoformat("2021-03-05"))


def people(text):
    value = read(text).value
    return None if value is None else [(p.name, p.number) for p in value]


def test_the_story_of_the_issue():
    text = (
        "Léa 06 39 98 12 34, mon frère Karim 0639981235 et ma collègue (nom: Diallo) "
        "je vous donne son num demain"
    )
    assert people(text) == [("Léa", LEA), ("Karim", KARIM), ("Diallo", None)]


NAMES = st.sampled_from(
    [
        "Léa",
        "Karim",
        "Sophie Martin",
        "Jean-Pierre",
        "Omar El Amrani",
        "Jan van der Berg",
        "Marie de La Tour",
        "N'Golo",
        "Inès Ben Salah",
        "Chloé D'Angelo",
        "Nguyen Thi Mai",
        "Titi",
        "Fatou Diop",
        "Hugo Dos Santos",
    ]
)
ENDINGS = st.integers(0, 9999)
SPACINGS = st.sampled_from(
    ["{0}{1}{2}{3}{4}", "{0} {1} {2} {3} {4}", "{0}.{1}.{2}.{3}.{4}", "{0}-{1}-{2}-{3}-{4}"]
)


@st.composite
def listings(draw):
    """Some people with a number each, and a text that lists them in one of the usual layouts."""
    names = draw(st.lists(NAMES, min_size=1, max_size=5, unique=True))
    endings = draw(st.lists(ENDINGS, min_size=len(names), max_size=len(names), unique=True))
    form = draw(SPACINGS)
    numbers = [f"063998{e:04}" for e in endings]
    written = [form.format(*(n[i : i + 2] for i in range(0, 10, 2))) for n in numbers]
    layout = draw(
        st.sampled_from(["{n} {p}", "{p} {n}", "{n}: {p}", "{n} ({p})", "{n}\n{p}", "mon frère {n} {p}"])
    )
    between = draw(st.sampled_from([", ", "\n", " ; ", " et ", " / "]))
    text = between.join(layout.format(n=n, p=p) for n, p in zip(names, written, strict=True))
    return text, [(n, "+33" + p[1:]) for n, p in zip(names, numbers, strict=True)]


@given(listings())
def test_every_layout_gives_everybody_back(listing):
    text, expected = listing
    assert people(text) == expected


@given(
    st.lists(NAMES, min_size=1, max_size=6, unique=True),
    st.sampled_from([", ", " et ", "\n", " ; ", " puis "]),
)
def test_names_alone(names, between):
    assert people(between.join(names)) == [(n, None) for n in names]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ma mère", [("mère", None)]),
        ("ma mère Fatima 0639981234", [("Fatima", LEA)]),
        ("Karim (mon frère) 0639981235", [("Karim", KARIM)]),
        ("Karim, mon frère, 0639981235", [("Karim", KARIM)]),
        ("Léa 0639981234 c'est ma soeur", [("Léa", LEA)]),
        ("ma belle-mère", [("belle-mère", None)]),
        ("mes enfants Lina et Tom", [("Lina", None), ("Tom", None)]),
        ("le num de ma mere c'est le 0639981234", [("mere", LEA)]),
        ("nom: Diallo prénom: Awa tel: 0639981234", [("Diallo Awa", LEA)]),
        ("la mère de Paul 0639981234", [("mère de Paul", LEA)]),
    ],
)
def test_words_of_kin_present_a_name_or_stand_for_it(text, expected):
    assert people(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mme Jeanne Roy, ma voisine, au 0639981234. Nous avons pris le thé", [("Jeanne Roy", LEA)]),
        ("Léa 0639981234 et Roger son mari (pas de tel)", [("Léa", LEA), ("Roger", None)]),
        ("Léa 0639981234 et Roger, son mari Luc", [("Léa", LEA), ("Roger", None), ("Luc", None)]),
        ("Clara M. 0639981234 Enzo 0639981235", [("Clara M.", LEA), ("Enzo", KARIM)]),
        ("Dylan.M 0639981234", [("Dylan.M", LEA)]),
        ("Clara, M. Petit 0639981234", [("Clara", None), ("M. Petit", LEA)]),
        ("Docteur Alice Vidal 0639981234", [("Alice Vidal", LEA)]),
        ("Docteur Vidal 0639981234", [("Docteur Vidal", LEA)]),
        ("Bogdan zidar cu mine, 0639981234", [("Bogdan", LEA)]),
        ("Camille Roy et Tom, 0639981234 pour Camille", [("Camille Roy", LEA), ("Tom", None)]),
        ("Camille Roy 0639981234 et Camille 0639981235", [("Camille Roy", LEA), ("Camille", KARIM)]),
        ("Margaret Hollis, she's my neighbour. 0639981234", [("Margaret Hollis", LEA)]),
        ("Mohamed Cherif, 0639981234, les autres avaient tous le masque", [("Mohamed Cherif", LEA)]),
        ("ionut popescu 0639981234", [("ionut popescu", LEA)]),
        ("Léa 0639981234. Fred faut pas le compter", [("Léa", LEA)]),
    ],
)
def test_a_name_is_kept_whole_and_told_once(text, expected):
    assert people(text) == expected


@pytest.mark.parametrize(
    ("text", "shared"),
    [
        ("mes parents Guy et Monique, 0199004512", True),
        ("Luc Roussel et Annie Roussel, leur fixe 0199004512", True),
        ("Guy et Monique, 0199004512", False),
        ("mes parents Guy et Monique, 0639981234", False),
    ],
)
def test_a_couple_has_one_landline(text, shared):
    (_, first), (_, second) = people(text)
    assert second
    assert (first == second) is shared


@pytest.mark.parametrize(
    "text", ["personne", "Aucun", "0", "j'ai vu personne", "c'est tout", "pas de contact", "nobody"]
)
def test_nobody_is_an_empty_list(text):
    reading = read(text)
    assert (reading.understood, reading.value) == (True, ())


@pytest.mark.parametrize(
    "text", ["mes 2 enfants", "mes parents", "toute ma famille", "3 collègues", "des amis"]
)
def test_a_group_still_has_to_be_named(text):
    reading = read(text)
    assert reading.value is None
    assert reading.notes == (f"group:{text}",)


def test_people_who_are_counted_are_a_group_whatever_they_are_called():
    assert read("nos deux loulous").notes == ("group:nos deux loulous",)
    assert people("nos deux 0639981234") != [("deux", LEA)]


def test_a_group_beside_people_is_noted():
    reading = read("mon mari et mes 2 enfants")
    assert [p.name for p in reading.value] == ["mari"]
    assert reading.notes == ("group:mes 2 enfants",)


def test_the_same_person_twice_is_one():
    assert people("Léa 0639981234 et lea 06 39 98 12 34") == [("Léa", LEA)]
    assert people("Léa, Karim, Léa 0639981234") == [("Léa", LEA), ("Karim", None)]


def test_two_people_of_one_name_stay_two():
    assert people("Léa 0639981234, Léa 0639981235") == [("Léa", LEA), ("Léa", KARIM)]


def test_a_household_may_share_one_number():
    assert people("Léa 0639981234, Tom 0639981234") == [("Léa", LEA), ("Tom", LEA)]


def test_two_numbers_of_one_person():
    reading = read("Léa 0639981234 ou 0199001234")
    assert people("Léa 0639981234 ou 0199001234") == [("Léa", LEA)]
    assert reading.notes == ("other_number:+33199001234",)


def test_a_corrected_number():
    assert people("Léa 0639981234 non pardon 0639981236") == [("Léa", SOPHIE)]


def test_a_wrong_number_is_noted_and_never_kept():
    reading = read("Léa 06 39 98 12")
    assert people("Léa 06 39 98 12") == [("Léa", None)]
    assert reading.notes == ("bad_number:06 39 98 12",)


def test_the_writer_is_nobody_s_contact():
    assert people("je m'appelle Paul Benali, j'ai vu Léa 0639981234") == [("Léa", LEA)]
    assert people("mon num c le 0639981234") is None
    assert people("mon numéro est le 0639981234 et j'ai vu Karim 0639981235") == [("Karim", KARIM)]


def test_a_number_that_could_be_of_either_is_asked_again():
    assert people("Léa 0639981234 0639981235 Karim") is None


def test_places_are_not_people():
    assert people("je suis allé à Lyon voir Marie") == [("Marie", None)]
    assert people("Ma fille Lina est à l'école Jean Moulin") == [("Lina", None)]


@pytest.mark.parametrize(
    "text", ["je sais pas", "oui", "non", "?", "", "merci", "plein de monde", "je refuse de répondre"]
)
def test_what_names_nobody_is_asked_again(text):
    assert read(text).value is None


@given(st.text(max_size=160))
def test_any_text_is_read_without_failing(text):
    value = read(text).value
    assert value is None or all(p.name or p.number for p in value)
