"""When a list of people is not taken, and whose number a pronoun gives."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.conversation.reading import people as people_reader
from tocsin.conversation.reading import read_reply
from tocsin.conversation.reading.unsure_lists import UNSURE_REASONS, find_unsure_reason


def people(text):
    on, question = datetime.fromisoformat("2021-03-05"), "Qui avez-vous vu ? Nom et téléphone"
    value = read_reply("people", text, on, question=question).value
    return None if value is None else [(p.name, p.number[-4:] if p.number else None) for p in value]


REASONS = {
    "number_in_parts": (
        "tata Binta finit par 88 61",
        ("Binta 0639981234, non ça finit par 61", [("Binta", "1261")]),
    ),
    "which_number": (
        "Fatou 0639987708 ou 0639987809 je sais plus lequel",
        ("Fatou 0639987708 ou 0639987809", [("Fatou", "7708")]),
    ),
    "asks_somebody": (
        "Franck vous dira, c'est lui qui a la liste 0639981734",
        ("Franck vous connait 0639981734", [("Franck", "1734")]),
    ),
    "other_owner": (
        "Léa 0639981234 non en fait c'est le numéro de Tom, Léa c'est 0639981235",
        ("Léa 0639981234, Tom 0639981235 c'est le numéro de sa mère", [("Léa", "1234"), ("Tom", "1235")]),
    ),
    "other_person": (
        "Paul 0639981234 non pardon Marc 0639981235",
        ("Paul 0639981234, non pas Marc 0639981235", [("Paul", "1234")]),
    ),
    "number_cut": ("Karim 063998551", ("Karim 0639985512", [("Karim", "5512")])),
    "another_end": (
        "Zoé 0639981734 et Nino même numéro mais à la fin zéro quatre",
        ("Zoé 0639981734 et Nino même numéro mais 41 à la fin", [("Zoé", "1734"), ("Nino", "1741")]),
    ),
    "lent": (
        "0639981734 Zoé et Nino (son numéro c'est celui de Zoé)",
        ("Zoé et Nino, le numéro c'est 0639981734", [("Zoé", None), ("Nino", "1734")]),
    ),
    "whose": (
        "ma compagne et ses filles Inès et Lina, son tel 0639981734",
        ("Inès, son tel 0639981734 et Lina", [("Inès", "1734"), ("Lina", None)]),
    ),
    "perhaps": (
        "y aurait peut-être Benoît 0639985512, à vérifier",
        ("Benoît 0639985512, pas sûr de l'orthographe", [("Benoît", "5512")]),
    ),
    "nameless": (
        "Mourad 0639981200 et l'autre collègue je connais pas son nom",
        ("Mourad 0639981200 je le connais bien", [("Mourad", "1200")]),
    ),
    "instead": (
        "Mme Bonnard, appelez plutôt sa fille Annie 0639981234",
        ("Mme Bonnard 0639981234, appelez son mobile", [("Mme Bonnard", "1234")]),
    ),
    "added": (
        "Sophie 0639981234 et deux autres personnes",
        ("Sophie 0639981234, et l'autre fois Marc", [("Sophie", "1234"), ("Marc", None)]),
    ),
    "couple": (
        "M. et Mme Wolff nos voisins 0639981734",
        ("M. Wolff 0639981734 et Tom", [("M. Wolff", "1734"), ("Tom", None)]),
    ),
    "small_word": (
        "Davide ele é o motorista 0639981234",
        ("Davide lerouxel 0639981234", [("Davide lerouxel", "1234")]),
    ),
    "left": (
        "Marie 0639981234 et le plombier du 3e",
        ("Marie 0639981234 et le chien", [("Marie", "1234")]),
    ),
    "crowd": ("le facteur, Lucie, tout le village", ("Lucie 0639981234, du village", [("Lucie", "1234")])),
    "count_unmet": (
        "Zoé et Nino, même numéro pour les trois 0639981734",
        ("Zoé et Nino, même numéro pour les deux 0639981734", [("Zoé", "1734"), ("Nino", "1734")]),
    ),
}


@pytest.mark.parametrize("name", REASONS)
def test_each_reason_asks_again_and_leaves_the_near_miss(name, monkeypatch):
    given_reasons = []

    def note(*read, **how):
        given_reasons.append(find_unsure_reason(*read, **how))
        return given_reasons[-1]

    monkeypatch.setattr(people_reader, "find_unsure_reason", note)
    text, (near_miss, listed) = REASONS[name]
    assert people(text) is None
    assert given_reasons == [name]
    assert people(near_miss) == listed


@pytest.mark.parametrize(
    ("text", "listed"),
    [
        ("ma femme Léa et les 2 petits", None),
        ("Léa et Tom, les 2 petits", [("Léa", None), ("Tom", None)]),
        ("Luc et les Garnier", None),
        ("Luc et compagnie", None),
        ("Luc, Tom etc", None),
        ("Luc et tout le monde au bureau", None),
        ("Luc et un autre Tom", [("Luc", None), ("Tom", None)]),
        ("Luc et Tom, pas d'autres", [("Luc", None), ("Tom", None)]),
        ("les Garnier : Luc 0639981234", [("Luc", "1234")]),
    ],
)
def test_people_who_are_added_without_a_name_are_asked_for(text, listed):
    assert people(text) == listed


def test_every_reason_has_its_example():
    assert [reason.name for reason in UNSURE_REASONS] == list(REASONS)


@pytest.mark.parametrize(
    ("text", "listed"),
    [
        ("Anne et Marc, lui c'est le 0639981866 elle le 0639981867", [("Anne", "1867"), ("Marc", "1866")]),
        ("Marc et Anne, lui c'est le 0639981866, elle je sais plus", [("Marc", "1866"), ("Anne", None)]),
        ("Sacha et Anne, lui 0639981866 et elle 0639981867", [("Sacha", "1866"), ("Anne", "1867")]),
        ("Sacha et Anne, elle c'est le 0639981867", None),
        ("Sacha et Camille, lui c'est le 0639981866", None),
        ("Paul et Marc, lui c'est le 0639981866", None),
        (
            "M. Garnier et Mme Garnier, elle c'est le 0639981867",
            [("M. Garnier", None), ("Mme Garnier", "1867")],
        ),
        (
            "Sacha, lui c'est le 0639981866, Camille, elle 0639981867",
            [("Sacha", "1866"), ("Camille", "1867")],
        ),
    ],
)
def test_a_pronoun_gives_the_number_to_whoever_it_can_mean_alone(text, listed):
    assert people(text) == listed


@given(
    st.sampled_from(["Marc", "Hugo", "Karim", "Jean-Paul"]),
    st.sampled_from(["Léa", "Anne Laure", "Nolwenn", "Fatou"]),
    st.booleans(),
    st.booleans(),
    st.sampled_from([", ", ". ", " : ", " "]),
)
def test_a_pronoun_finds_its_person_in_every_order(he, she, he_first, his_first, sign):
    names = (he, she) if he_first else (she, he)
    told = ["lui c'est le 06 39 98 18 66", "elle le 06 39 98 18 67"]
    numbers = told if his_first else told[::-1]
    listed = people(f"{names[0]} et {names[1]}{sign}{numbers[0]}, {numbers[1]}")
    assert dict(listed) == {he: "1866", she: "1867"}


@pytest.mark.parametrize(
    ("text", "listed"),
    [
        ("Marie, ma mère et mon fils", [("Marie", None), ("mère", None), ("fils", None)]),
        ("Steeve 0639981234 et le gars du bar", None),
        ("Paul et mamie", [("Paul", None), ("mamie", None)]),
        ("Tifenn ma fille et Lina", [("Tifenn", None), ("Lina", None)]),
        ("Théo et sa copine Maëlle", [("Théo", None), ("Maëlle", None)]),
        ("Marie 0639981234 et la nounou masquée", [("Marie", "1234")]),
        ("Marie 0639981234 et le plombier non", [("Marie", "1234")]),
    ],
)
def test_a_list_is_asked_again_where_somebody_in_it_is_nobody_that_was_read(text, listed):
    assert people(text) == listed


@pytest.mark.parametrize(
    ("text", "listed"),
    [
        ("mon fils et le curé", [("fils", None), ("curé", None)]),
        ("y avait que mémé et ma cousine Élodie", [("mémé", None), ("Élodie", None)]),
        ("mon fils aîné et ma cadette", [("fils aîné", None), ("cadette", None)]),
        ("à part ma voisine, personne", [("voisine", None)]),
        ("à part ma voisine, j'ai vu Paul", [("Paul", None)]),
        ("Personne, je rate le baptême de ma petite fille", []),
        ("moi c'est Laurine 0639981188 et y a que mon fils Timéo", [("Timéo", None)]),
        ("Rachid 0639981732, ah non pardon c'est l'ancien, le bon c'est 0639981739", [("Rachid", "1739")]),
    ],
)
def test_kin_are_listed_without_a_number_and_the_writers_own_number_is_nobodys(text, listed):
    assert people(text) == listed
